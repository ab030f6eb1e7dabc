import test from 'node:test';
import assert from 'node:assert/strict';
import { age, allergies, conceptText, medications, nameText, problems, scopeText, vitalSigns } from '../../src/main/resources/org/caregate/demo/app/record.js';
import { ticks } from '../../src/main/resources/org/caregate/demo/app/chart.js';

const active = { coding: [{ code: 'active' }] };
const resolved = { coding: [{ code: 'resolved' }] };

test('an infant is counted in months, a birthday not yet reached is not counted', () => {
  assert.equal(age('2026-01-09', new Date('2026-11-23')), '10 months');
  assert.equal(age('1981-11-24', new Date('2026-11-23')), '44 years');
  assert.equal(age('unknown'), '');
});

test('problems are listed once, circumstances and what is over apart', () => {
  const { now, aside, before } = problems([
    { code: { text: 'Anemia (disorder)' }, clinicalStatus: resolved, onsetDateTime: '2026-01-01' },
    { code: { text: 'Anemia (disorder)' }, clinicalStatus: active, onsetDateTime: '2024-01-01' },
    { code: { text: 'Stress (finding)' }, clinicalStatus: active, category: [{ coding: [{ code: 'sdoh' }] }] },
    { code: { text: 'Sore throat' }, clinicalStatus: resolved, onsetDateTime: '2020' },
    { code: { text: 'Mistake' }, verificationStatus: { coding: [{ code: 'entered-in-error' }] } },
  ]);
  assert.deepEqual(now.map(row => [row.what, row.when]), [['Anemia', 'since 2024']]);
  assert.deepEqual(aside.map(row => row.what), ['Stress']);
  assert.deepEqual(before.map(row => [row.what, row.when]), [['Sore throat', '2020']]);
});

test('nothing at all is shown as nothing', () => {
  assert.deepEqual(problems([]).now, []);
  assert.deepEqual(medications([]), { now: [], before: [] });
  assert.deepEqual(allergies([]).now, []);
  assert.deepEqual(vitalSigns([]), []);
});

test('a medication that is taken is not also listed as earlier', () => {
  const lisinopril = status => ({ status, medicationCodeableConcept: { text: 'lisinopril 10 MG' }, authoredOn: '2026-04-23' });
  const { now, before } = medications([lisinopril('stopped'), lisinopril('active'), lisinopril('active')]);
  assert.deepEqual(now.map(row => row.what), ['Lisinopril 10 MG']);
  assert.deepEqual(before, []);
});

test('blood pressure becomes two series in order of time', () => {
  const measured = (date, systolic, diastolic) => ({
    code: { coding: [{ code: '85354-9' }] }, effectiveDateTime: date,
    component: [['8480-6', systolic], ['8462-4', diastolic]].map(([code, value]) => ({
      code: { coding: [{ code }] }, valueQuantity: { value, unit: 'mm[Hg]' },
    })),
  });
  const [sign] = vitalSigns([measured('2026-01-01', 120, 80), measured('2025-01-01', 110, 70)]);
  assert.deepEqual(sign.series.map(s => [s.name, s.unit, s.points.map(p => p.value)]),
    [['Systolic', 'mmHg', [110, 120]], ['Diastolic', 'mmHg', [70, 80]]]);
});

test('scopes, names and codes are told in words', () => {
  assert.equal(scopeText('patient/Observation.rs?category=http://x|vital-signs'), 'vital signs');
  assert.equal(scopeText('patient/Condition.rs'), 'problems');
  assert.equal(scopeText('something/else'), 'something/else');
  assert.equal(nameText([{ use: 'maiden', family: 'Heaney' }, { use: 'official', given: ['Velvet'], family: 'Mills' }]), 'Velvet Mills');
  assert.equal(nameText(undefined), 'Name not given');
  assert.equal(conceptText({ coding: [{ display: 'hives' }] }), 'Hives');
});

test('an axis holds its values, also when there is only one', () => {
  for (const [low, high] of [[66, 131], [98, 98], [0, 0], [36.4, 37.9]]) {
    const levels = ticks(low, high);
    assert.ok(levels[0] <= low && levels.at(-1) >= high && levels.length > 1, `${levels}`);
  }
});
