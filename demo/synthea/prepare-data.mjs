// Turns Synthea's transaction bundles into the demo's data: one gzip file of NDJSON a resource type, and people.json.
// Usage: node prepare-data.mjs SYNTHEA_FHIR_FOLDER TARGET_FOLDER
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { handMade } from './hand-made.mjs';

const [from, to] = process.argv.slice(2);
const TYPES = ['Patient', 'Practitioner', 'PractitionerRole', 'Organization', 'Location', 'Encounter', 'Condition',
  'Observation', 'MedicationRequest', 'Medication', 'AllergyIntolerance', 'Immunization', 'Procedure',
  'DiagnosticReport', 'CarePlan', 'CareTeam', 'Goal', 'DocumentReference', 'Device', 'Group'];
const PATIENTS = ['Velvet', 'Dennise', 'Arturo', 'Enrique', 'Hanh', 'Danial', 'Royal', 'Hermine', 'Alda', 'Vonda',
  'Rosalinda', 'Alesha', 'Jules'];
const DEMO_PATIENT = 'Velvet';
const CLINICIAN_OF = ['Velvet', 'Dennise', 'Arturo', 'Enrique', 'Hanh'];
const LAST_UPDATED = '2026-06-01T00:00:00.000+00:00';
const NOTES_KEPT = 5;

const bundle = file => JSON.parse(fs.readFileSync(path.join(from, file), 'utf8')).entry.map(e => e.resource);
const files = fs.readdirSync(from).sort();
const people = new Map(PATIENTS.map(name => {
  const file = files.find(f => new RegExp(`^${name}\\d`).test(f));
  if (!file) throw new Error(`Synthea made nobody called ${name}`);
  return [name, bundle(file)];
}));
const shared = files.filter(f => /^(hospital|practitioner)Information/.test(f)).flatMap(bundle);

// Synthea numbers its made-up names ("Velvet616"); the demo shows them without.
const numbered = new Set();
for (const r of [...shared, ...[...people.values()].flat()]) {
  if (r.resourceType !== 'Patient' && r.resourceType !== 'Practitioner') continue;
  const words = [...r.name.flatMap(n => [n.family, ...n.given]), ...(r.extension ?? []).map(e => e.valueString ?? '')];
  for (const word of words.flatMap(w => w.split(' '))) if (/\D\d+$/.test(word)) numbered.add(word);
}
const plainNames = text => text.replace(/[\p{L}'’-]+\d+/gu, w => numbered.has(w) ? w.replace(/\d+$/, '') : w);

function social(condition) {
  return /education|high school|employment|labor force|refugee|stress|social isolation|criminal record|risk activity|violence|housing|homeless|transport|social contact|served in armed/i
    .test(condition.code.text);
}
function condition(r) {
  const active = r.clinicalStatus.coding[0].code === 'active';
  const problem = code => ({
    coding: [code === 'sdoh'
      ? { system: 'http://hl7.org/fhir/us/core/CodeSystem/us-core-category', code, display: 'SDOH' }
      : code === 'health-concern'
        ? { system: 'http://hl7.org/fhir/us/core/CodeSystem/condition-category', code, display: 'Health Concern' }
        : { system: 'http://terminology.hl7.org/CodeSystem/condition-category', code, display: 'Problem List Item' }],
  });
  // Synthea calls everything an encounter diagnosis; what is still going on belongs on the problem list.
  if (social(r)) r.category = [problem('health-concern'), problem('sdoh')];
  else if (active) r.category = [problem('problem-list-item')];
  else return;
  r.meta.profile = ['http://hl7.org/fhir/us/core/StructureDefinition/us-core-condition-problems-health-concerns'];
}

function note(r) {
  return r.resourceType === 'DocumentReference'
    || (r.resourceType === 'DiagnosticReport' && r.presentedForm !== undefined && r.result === undefined);
}

const kept = [];
for (const resources of people.values()) {
  const notes = { DocumentReference: [], DiagnosticReport: [] };
  for (const r of resources) {
    if (!TYPES.includes(r.resourceType)) continue;
    if (r.resourceType === 'Condition') condition(r);
    if (note(r)) notes[r.resourceType].push(r);
    else { delete r.presentedForm; kept.push(r); }
  }
  for (const list of Object.values(notes)) {
    kept.push(...list.sort((a, b) => (a.date ?? a.effectiveDateTime).localeCompare(b.date ?? b.effectiveDateTime))
      .slice(-NOTES_KEPT));
  }
}

// References: urn:uuid and "Practitioner?identifier=…" become Type/id; what is not kept keeps its display only.
const byUuid = new Map(kept.map(r => [`urn:uuid:${r.id}`, r]));
const byIdentifier = new Map(shared.flatMap(r => (r.identifier ?? [])
  .map(i => [`${r.resourceType}?identifier=${i.system}|${i.value}`, r])));
const wanted = new Set();
function resolve(reference) {
  const target = byUuid.get(reference) ?? byIdentifier.get(reference);
  if (!target) return undefined;
  if (byIdentifier.has(reference)) wanted.add(target);
  return `${target.resourceType}/${target.id}`;
}
function tidy(value, key) {
  if (typeof value === 'string') {
    if (key === 'data') return Buffer.from(plainNames(Buffer.from(value, 'base64').toString())).toString('base64');
    return plainNames(value);
  }
  if (Array.isArray(value)) {
    const list = value.map(v => tidy(v, key)).filter(v => v !== undefined);
    return list.length ? list : undefined;
  }
  if (value === null || typeof value !== 'object') return value;
  const tidied = {};
  for (const [k, v] of Object.entries(value)) {
    if (k === 'text' && v?.div) continue;                       // narrative
    if (k === 'extension') {
      const extensions = v.filter(e => !e.url.startsWith('http://synthetichealth.github.io/'));
      if (extensions.length) tidied[k] = tidy(extensions, k);
      continue;
    }
    if (k === 'reference' && typeof v === 'string') {
      const target = resolve(v);
      if (target) tidied[k] = target;
      continue;
    }
    if (k === 'identifier' && v.system && v.value && value.display && !value.reference) {   // a logical reference
      const target = ['Practitioner', 'Organization', 'Location'].map(t => resolve(`${t}?identifier=${v.system}|${v.value}`))
        .find(t => t);
      if (target) { tidied.reference = target; continue; }
    }
    const t = tidy(v, k);
    if (t !== undefined) tidied[k] = t;
  }
  return Object.keys(tidied).length ? tidied : undefined;
}

const patientOf = name => people.get(name).find(r => r.resourceType === 'Patient');
const encounters = people.get(DEMO_PATIENT).filter(r => r.resourceType === 'Encounter');
const seen = new Map();
for (const e of encounters) for (const p of e.participant ?? []) {
  const practitioner = byIdentifier.get(p.individual.reference);
  if (practitioner) seen.set(practitioner, (seen.get(practitioner) ?? 0) + 1);
}
const clinician = [...seen].sort((a, b) => b[1] - a[1])[0][0];
wanted.add(clinician);
for (const name of CLINICIAN_OF) {
  patientOf(name).generalPractitioner = [{
    reference: `Practitioner?identifier=${clinician.identifier[0].system}|${clinician.identifier[0].value}`,
  }];
}

const tidied = kept.map(r => tidy(r));
const done = new Set();
function follow() {
  for (let next = [...wanted].filter(r => !done.has(r)); next.length; next = [...wanted].filter(r => !done.has(r))) {
    for (const r of next) { done.add(r); tidied.push(tidy(r)); }
  }
}
follow();
for (const r of shared) {
  const npi = r.resourceType === 'PractitionerRole' && r.practitioner.identifier.value;
  if (npi && [...done].some(p => p.identifier?.[0].value === npi)) tidied.push(tidy(r));
}
follow();

const display = r => plainNames([...(r.name[0].prefix ?? []), ...r.name[0].given.slice(0, 1), r.name[0].family].join(' '));
const patients = PATIENTS.map(name => ({ name, id: patientOf(name).id, display: display(patientOf(name)).replace(/^(Mr|Mrs|Ms)\. /, '') }));
const panel = patients.filter(p => CLINICIAN_OF.includes(p.name));
tidied.push(...handMade({ patients: Object.fromEntries(patients.map(p => [p.name, p])), clinician: { id: clinician.id, display: display(clinician) }, panel }));

fs.mkdirSync(to, { recursive: true });
for (const old of fs.readdirSync(to)) fs.rmSync(path.join(to, old));
let total = 0;
for (const type of TYPES) {
  const resources = tidied.filter(r => r.resourceType === type).sort((a, b) => a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  if (new Set(resources.map(r => r.id)).size !== resources.length) throw new Error(`${type}: an id occurs twice`);
  const lines = resources.map(({ resourceType, id, meta, ...rest }) => JSON.stringify(
    { resourceType, id, meta: { versionId: '1', lastUpdated: LAST_UPDATED, ...meta }, ...rest })).join('\n') + '\n';
  const zipped = zlib.gzipSync(lines, { level: 9 });
  fs.writeFileSync(path.join(to, `${type}.ndjson.gz`), zipped);
  total += zipped.length;
  console.log(`${type.padEnd(20)} ${String(resources.length).padStart(6)} resources ${String(lines.length).padStart(9)} characters ${String(zipped.length).padStart(8)} bytes`);
}
const person = ({ id, display }) => ({ id, display });
fs.writeFileSync(path.join(to, 'people.json'), JSON.stringify({
  patient: person(patients.find(p => p.name === DEMO_PATIENT)),
  clinician: { id: clinician.id, display: display(clinician) },
  clinicianGroup: { id: 'clinician-panel', patients: panel.map(person) },
  patients: patients.map(person),
}, null, 2) + '\n');
console.log(`${total} bytes in all`);
