// What the page shows of FHIR resources: plain words out of codes, names and dates.
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });

export function dateText(fhirDate) {
  if (!fhirDate) return '';
  if (fhirDate.length === 4) return fhirDate;
  const date = new Date(fhirDate);
  return Number.isNaN(date.getTime()) ? '' : day.format(date);
}

export const year = fhirDate => (fhirDate ?? '').slice(0, 4);

/** Without SNOMED's tag in brackets, and beginning with a capital. */
function plain(text) {
  const name = text.replace(/ \((finding|disorder|situation|person|procedure|qualifier value|morphologic abnormality)\)$/, '');
  return name.charAt(0).toUpperCase() + name.slice(1);
}

export function conceptText(concept) {
  const text = concept?.text ?? concept?.coding?.find(coding => coding.display)?.display ?? 'Not named';
  return plain(text);
}

export function nameText(names) {
  const name = names?.find(candidate => candidate.use === 'official') ?? names?.[0];
  if (!name) return 'Name not given';
  return name.text ?? [...(name.given ?? []), name.family].filter(Boolean).join(' ');
}

/** In years, for the first two in months. */
export function age(birthDate, now = new Date()) {
  const born = new Date(birthDate);
  if (Number.isNaN(born.getTime())) return '';
  const before = now.getUTCMonth() < born.getUTCMonth()
    || (now.getUTCMonth() === born.getUTCMonth() && now.getUTCDate() < born.getUTCDate());
  const years = now.getUTCFullYear() - born.getUTCFullYear() - (before ? 1 : 0);
  if (years >= 2) return `${years} years`;
  const months = (now.getUTCFullYear() - born.getUTCFullYear()) * 12 + now.getUTCMonth() - born.getUTCMonth()
    - (now.getUTCDate() < born.getUTCDate() ? 1 : 0);
  return months === 1 ? '1 month' : `${months} months`;
}

const isActive = code => ['active', 'recurrence', 'relapse'].includes(code);
const statusOf = resource => resource.clinicalStatus?.coding?.[0]?.code ?? 'active';

/** Problems once each, newest first, what is over apart from what goes on. */
export function problems(conditions) {
  const seen = new Map();
  const rows = conditions
    .filter(condition => condition.verificationStatus?.coding?.[0]?.code !== 'entered-in-error')
    .map(condition => ({
      what: conceptText(condition.code),
      since: condition.onsetDateTime ?? condition.onsetPeriod?.start ?? condition.recordedDate ?? '',
      active: isActive(statusOf(condition)),
      circumstance: !!condition.category?.some(category => has(category, 'health-concern') || has(category, 'sdoh')),
    }))
    .sort((a, b) => b.since.localeCompare(a.since));
  for (const row of rows) {
    const key = row.what.toLowerCase();
    if (!seen.has(key) || (row.active && !seen.get(key).active)) seen.set(key, row);
  }
  const unique = [...seen.values()].map(row => ({ what: row.what, when: row.since && `since ${year(row.since)}`, active: row.active, circumstance: row.circumstance }));
  return {
    now: unique.filter(row => row.active && !row.circumstance),
    aside: unique.filter(row => row.active && row.circumstance),
    before: unique.filter(row => !row.active).map(row => ({ ...row, when: row.when.replace('since ', '') })),
  };
}

export function medications(requests) {
  const rows = requests
    .filter(request => request.status !== 'entered-in-error')
    .sort((a, b) => (b.authoredOn ?? '').localeCompare(a.authoredOn ?? ''))
    .map(request => ({
      what: request.medicationCodeableConcept
        ? conceptText(request.medicationCodeableConcept)
        : request.medicationReference?.display ?? 'Medication named elsewhere',
      how: plain(request.dosageInstruction?.find(dosage => dosage.text)?.text ?? '') || undefined,
      when: dateText(request.authoredOn),
      active: request.status === 'active' || request.status === 'on-hold',
    }));
  const now = once(rows.filter(row => row.active));
  const names = new Set(now.map(row => row.what.toLowerCase()));
  return { now, before: once(rows.filter(row => !row.active && !names.has(row.what.toLowerCase()))) };
}

function once(rows) {
  const seen = new Map();
  for (const row of rows) if (!seen.has(row.what.toLowerCase())) seen.set(row.what.toLowerCase(), row);
  return [...seen.values()];
}

export function allergies(intolerances) {
  return {
    now: once(intolerances.filter(allergy => isActive(statusOf(allergy))).map(allergy => ({
      what: conceptText(allergy.code),
      how: allergy.reaction?.flatMap(reaction => reaction.manifestation ?? []).map(conceptText).join(', ') || undefined,
      when: allergy.criticality === 'high' ? 'high risk' : '',
    }))),
    before: [],
  };
}

const SIGNS = [
  { code: '85354-9', title: 'Blood pressure', parts: [['8480-6', 'Systolic'], ['8462-4', 'Diastolic']] },
  { code: '29463-7', title: 'Body weight' },
  { code: '8867-4', title: 'Heart rate' },
  { code: '39156-5', title: 'Body mass index' },
  { code: '8310-5', title: 'Body temperature' },
  { code: '2708-6', title: 'Oxygen saturation' },
];
const has = (concept, code) => concept?.coding?.some(coding => coding.code === code);

/** The vital signs that can be drawn, each with its series over time. */
export function vitalSigns(observations) {
  return SIGNS.map(sign => {
    const measured = observations
      .filter(observation => has(observation.code, sign.code) && observation.effectiveDateTime && observation.status !== 'entered-in-error')
      .sort((a, b) => a.effectiveDateTime.localeCompare(b.effectiveDateTime));
    const value = (observation, part) => (part
      ? observation.component?.find(component => has(component.code, part))?.valueQuantity
      : observation.valueQuantity);
    const series = (sign.parts ?? [[undefined, sign.title]]).map(([part, name]) => ({
      name,
      unit: (measured.map(observation => value(observation, part)?.unit).find(Boolean) ?? '').replace('mm[Hg]', 'mmHg'),
      points: measured.map(observation => ({ time: Date.parse(observation.effectiveDateTime), value: value(observation, part)?.value }))
        .filter(point => Number.isFinite(point.value) && Number.isFinite(point.time)),
    })).filter(one => one.points.length > 0);
    return { ...sign, series };
  }).filter(sign => sign.series.length > 0);
}

const TYPES = {
  Patient: 'who you are', Condition: 'problems', Observation: 'vital signs and results',
  MedicationRequest: 'medications', AllergyIntolerance: 'allergies',
};
const OTHERS = {
  openid: 'that you signed in', fhirUser: 'which person you are', 'launch/patient': 'one patient at a time',
  offline_access: 'keep access until signed out', online_access: 'access while you are signed in',
};

/** What is read of the record before what the sign-in itself brings. */
export const recordFirst = (a, b) => Number(b.includes('/') && b.includes('.')) - Number(a.includes('/') && a.includes('.'));

/** One scope in plain words, with the scope itself for who wants to know. */
export function scopeText(scope) {
  const match = /^(?:patient|user)\/(\*|[A-Za-z]+)\.([a-z*]+)(?:\?(.*))?$/.exec(scope);
  if (!match) return OTHERS[scope] ?? scope;
  const what = match[1] === '*' ? 'the whole record' : TYPES[match[1]] ?? match[1];
  const category = new URLSearchParams(match[3] ?? '').get('category');
  return category ? category.split('|').at(-1).replaceAll('-', ' ') : what;
}
