// What Synthea does not make: every Condition and Observation category of US Core 6.1, goals, and the clinician's list.
const US_CORE = 'http://hl7.org/fhir/us/core/StructureDefinition/';
const CATEGORY = {
  'problem-list-item': ['http://terminology.hl7.org/CodeSystem/condition-category', 'Problem List Item'],
  'encounter-diagnosis': ['http://terminology.hl7.org/CodeSystem/condition-category', 'Encounter Diagnosis'],
  'health-concern': ['http://hl7.org/fhir/us/core/CodeSystem/condition-category', 'Health Concern'],
  sdoh: ['http://hl7.org/fhir/us/core/CodeSystem/us-core-category', 'SDOH'],
  'social-history': ['http://terminology.hl7.org/CodeSystem/observation-category', 'Social History'],
  survey: ['http://terminology.hl7.org/CodeSystem/observation-category', 'Survey'],
  laboratory: ['http://terminology.hl7.org/CodeSystem/observation-category', 'Laboratory'],
  'vital-signs': ['http://terminology.hl7.org/CodeSystem/observation-category', 'Vital Signs'],
};
const category = codes => codes.map(code => ({ coding: [{ system: CATEGORY[code][0], code, display: CATEGORY[code][1] }] }));
const snomed = (code, display) => ({ coding: [{ system: 'http://snomed.info/sct', code, display }], text: display });
const loinc = (code, display) => ({ coding: [{ system: 'http://loinc.org', code, display }], text: display });
const quantity = (value, unit, code) => ({ value, unit, system: 'http://unitsofmeasure.org', code });

export function handMade({ patients, clinician, panel }) {
  const subject = name => ({ reference: `Patient/${patients[name].id}`, display: patients[name].display });
  const by = { reference: `Practitioner/${clinician.id}`, display: clinician.display };
  const id = (kind, name) => `${kind}-${name.toLowerCase()}`;

  const condition = (name, kind, codes, code, onset, status = 'active') => ({
    resourceType: 'Condition', id: id(kind, name),
    meta: {
      profile: [US_CORE + (codes.includes('encounter-diagnosis')
        ? 'us-core-condition-encounter-diagnosis' : 'us-core-condition-problems-health-concerns')],
    },
    clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: status }] },
    verificationStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status', code: 'confirmed' }] },
    category: category(codes), code, subject: subject(name), onsetDateTime: onset, recordedDate: onset, recorder: by,
  });
  const observation = (name, kind, codes, profile, code, date, value) => ({
    resourceType: 'Observation', id: id(kind, name), meta: { profile: [US_CORE + profile] }, status: 'final',
    category: category(codes), code, subject: subject(name), effectiveDateTime: date, performer: [by], ...value,
  });
  const goal = (name, description, target) => ({
    resourceType: 'Goal', id: id('goal-weight', name), meta: { profile: [US_CORE + 'us-core-goal'] }, lifecycleStatus: 'active',
    description: { text: description }, subject: subject(name), startDate: '2026-04-20',
    target: [{ measure: loinc('29463-7', 'Body weight'), detailQuantity: target, dueDate: '2027-04-20' }], expressedBy: by,
  });

  const made = [];
  for (const name of ['Velvet', 'Dennise', 'Arturo', 'Royal']) {
    made.push(
      condition(name, 'problem-allergic-rhinitis', ['problem-list-item'], snomed('61582004', 'Allergic rhinitis'), '2021-05-11'),
      condition(name, 'concern-falls', ['health-concern'], snomed('129839007', 'At increased risk for falls'), '2025-02-03'),
      condition(name, 'sdoh-food-insecurity', ['health-concern', 'sdoh'], snomed('733423003', 'Food insecurity'), '2025-09-15'),
      condition(name, 'visit-sore-throat', ['encounter-diagnosis'], snomed('267102003', 'Sore throat'), '2026-01-19', 'resolved'),
      observation(name, 'survey-food-security', ['survey', 'sdoh'], 'us-core-observation-screening-assessment',
        loinc('88124-3', 'Food insecurity risk [HVS]'), '2025-09-15T14:10:00+00:00',
        { valueCodeableConcept: { coding: [{ system: 'http://loinc.org', code: 'LA19952-3', display: 'At risk' }], text: 'At risk' } }),
      observation(name, 'sdoh-transport', ['social-history', 'sdoh'], 'us-core-simple-observation',
        loinc('93030-5', 'Has lack of transportation kept you from medical appointments, meetings, work, or from getting things needed for daily living'),
        '2025-09-15T14:12:00+00:00',
        { valueCodeableConcept: { coding: [{ system: 'http://loinc.org', code: 'LA32-8', display: 'No' }], text: 'No' } }),
      observation(name, 'social-occupation', ['social-history'], 'us-core-observation-occupation',
        loinc('11341-5', 'History of Occupation'), '2025-09-15T14:15:00+00:00',
        { valueCodeableConcept: { text: 'Librarian' } }),
      observation(name, 'vital-oxygen', ['vital-signs'], 'us-core-pulse-oximetry',
        {
          coding: [{ system: 'http://loinc.org', code: '59408-5', display: 'Oxygen saturation in Arterial blood by Pulse oximetry' },
            { system: 'http://loinc.org', code: '2708-6', display: 'Oxygen saturation in Arterial blood' }],
          text: 'Oxygen saturation',
        }, '2026-04-20T09:30:00+00:00', { valueQuantity: quantity(98, '%', '%') }),
      observation(name, 'lab-vitamin-d', ['laboratory'], 'us-core-observation-lab',
        loinc('1989-3', '25-hydroxyvitamin D3 [Mass/volume] in Serum or Plasma'), '2026-04-20T09:45:00+00:00',
        { valueQuantity: quantity(31, 'ng/mL', 'ng/mL') }),
      goal(name, 'Reach a weight at which the knees no longer hurt', quantity(78, 'kg', 'kg')),
    );
  }
  made.push({
    resourceType: 'AllergyIntolerance', id: 'allergy-penicillin-velvet', meta: { profile: [US_CORE + 'us-core-allergyintolerance'] },
    clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }] },
    verificationStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification', code: 'confirmed' }] },
    type: 'allergy', category: ['medication'], criticality: 'high', code: {
      coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '7980', display: 'Penicillin G' }], text: 'Penicillin G',
    },
    patient: subject('Velvet'), recordedDate: '2004-03-12', recorder: by,
    reaction: [{ manifestation: [snomed('247472004', 'Hives')], severity: 'moderate' }],
  });
  made.push({
    resourceType: 'Group', id: 'clinician-panel', type: 'person', actual: true, active: true,
    name: `Patients of ${clinician.display}`, quantity: panel.length, managingEntity: by,
    member: panel.map(p => ({ entity: { reference: `Patient/${p.id}`, display: p.display } })),
  });
  return made;
}
