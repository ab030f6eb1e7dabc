// After the launch: completes it, reads the record, and tells kindly what it could not read.
/* global FHIR */
import { age, allergies, dateText, medications, nameText, problems, recordFirst, scopeText, vitalSigns } from './record.js';
import { chart } from './chart.js';

const $ = id => document.getElementById(id);
const REVOKE = 'revocation_endpoint';

function node(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children.filter(child => child !== undefined && child !== ''));
  return made;
}

function fail(title, text) {
  $('status').textContent = '';
  $('record').hidden = true;
  $('error-title').textContent = title;
  $('error-text').textContent = text;
  $('error').hidden = false;
}

/** What went wrong with one request, in words that help. */
function explain(error, what) {
  const status = error?.statusCode ?? error?.status ?? error?.response?.status;
  switch (status) {
    case 403: return `You did not share your ${what} with this app, or the record service does not allow it.`;
    case 404: return `The record service has no ${what} for you.`;
    case 429: return 'The record service asks for a little patience. Try again in a minute.';
    case 503: return `The record service cannot show ${what} just now. Nothing was lost; try again soon.`;
    default: return status
      ? `The record service could not show ${what} (${status}).`
      : `The record service could not be reached, so ${what} are missing here.`;
  }
}

function list(rows) {
  return node('ul', 'list', ...rows.map(row => node('li', '',
    node('span', 'what', row.what, row.how && node('span', 'how', row.how)),
    row.when && node('span', 'when', row.when))));
}

function show(id, { now, aside = [], before }, nothing, earlier) {
  const parts = [now.length ? list(now) : node('p', 'empty', nothing)];
  if (aside.length) parts.push(node('h3', '', 'Concerns and circumstances'), list(aside));
  if (before.length) parts.push(node('details', '', node('summary', '', `${earlier} (${before.length})`), list(before)));
  $(id).replaceChildren(...parts);
}

/** fhirclient drops the refresh token, and on 401 all it has, once the server no longer accepts them. */
const ended = client => !client.state.tokenResponse?.access_token
  || ((client.state.tokenResponse.scope ?? '').includes('offline_access') && !client.state.tokenResponse.refresh_token);

async function section(id, what, work) {
  try {
    await work();
    return true;
  } catch (error) {
    $(id).replaceChildren(node('p', 'refused', explain(error, what)));
    return false;
  }
}

const all = (client, query) => client.request(query, { flat: true, pageLimit: 0 });

async function load(client) {
  const patient = encodeURIComponent(client.patient.id);
  $('status').textContent = 'Reading the record…';
  $('vital-sign').parentElement.hidden = true;
  await Promise.all([
    section('patient-facts', 'name', async () => {
      $('patient-name').textContent = 'Your record';
      const person = await client.patient.read();
      const years = person.birthDate ? age(person.birthDate) : '';
      $('patient-name').textContent = nameText(person.name);
      document.title = `Pulsebook – ${nameText(person.name)}`;
      $('patient-facts').textContent = [
        person.birthDate && `Born ${dateText(person.birthDate)}`, years, person.gender,
      ].filter(Boolean).join(' · ');
    }),
    section('problems', 'problems', async () =>
      show('problems', problems(await all(client, `Condition?patient=${patient}&_count=100`)), 'No problems are recorded.', 'Earlier')),
    section('medications', 'medications', async () =>
      show('medications', medications(await all(client, `MedicationRequest?patient=${patient}&_count=100`)), 'No current medications are recorded.', 'Earlier')),
    section('allergies', 'allergies', async () =>
      show('allergies', allergies(await all(client, `AllergyIntolerance?patient=${patient}&_count=100`)), 'No allergies are recorded.', 'Earlier')),
    section('vital-chart', 'vital signs', async () =>
      vitals(vitalSigns(await all(client, `Observation?patient=${patient}&category=vital-signs&_count=100`)))),
  ]);
  $('status').textContent = '';
}

let redraw = () => {};
let drawnFor = 0;
new ResizeObserver(([{ contentRect: { width } }]) => {
  if (Math.abs(width - drawnFor) > 1) { drawnFor = width; redraw(); }
}).observe($('vital-chart'));

function vitals(signs) {
  const select = $('vital-sign');
  const chosen = select.value;
  select.replaceChildren(...signs.map(sign => new Option(sign.title, sign.code)));
  select.parentElement.hidden = signs.length === 0;
  if (signs.some(sign => sign.code === chosen)) select.value = chosen;
  const draw = () => {
    const sign = signs.find(candidate => candidate.code === select.value);
    $('vital-chart').replaceChildren(...(sign ? chart(sign, $('vital-chart').clientWidth) : [node('p', 'empty', 'No vital signs are recorded.')]));
  };
  select.onchange = draw;
  draw();
  redraw = draw;
}

async function session(client) {
  const token = client.state.tokenResponse ?? {};
  $('scopes').replaceChildren(...(token.scope ?? '').split(' ').filter(Boolean).sort(recordFirst).map(scope => {
    const item = node('li', '', scopeText(scope));
    item.title = scope;
    return item;
  }));
  $('expires').textContent = client.state.expiresAt
    ? new Date(client.state.expiresAt * 1000).toLocaleTimeString() : 'unknown';
  $('session').hidden = false;
  const user = client.user?.fhirUser;
  $('signed-in').textContent = user ?? 'a person the record service did not name';
  try {
    if (user) $('signed-in').textContent = nameText((await client.request(user)).name);
  } catch {
    // A clinician's own entry may be out of this app's reach; the reference says enough.
  }
}

/** Gives the tokens back (RFC 7009), then forgets everything. */
async function signOut(client) {
  const { serverUrl, clientId, tokenResponse } = client.state;
  try {
    const discovered = await (await fetch(`${serverUrl.replace(/\/$/, '')}/.well-known/smart-configuration`)).json();
    const token = tokenResponse?.refresh_token ?? tokenResponse?.access_token;
    if (discovered[REVOKE] && token) {
      await fetch(discovered[REVOKE], { method: 'POST', keepalive: true, body: new URLSearchParams({ token, client_id: clientId }) });
    }
  } catch {
    // Signed out here in any case; the tokens end by themselves.
  }
  sessionStorage.clear();
  location.replace('/');
}

/** The refusal that the authorization server sent along, in plain words (RFC 6749 §4.1.2.1). */
function refusal(parameters) {
  switch (parameters.get('error')) {
    case 'access_denied': return ['Nothing was shared', 'You chose not to share your record, so there is nothing to show. You can start again whenever you like.'];
    case 'temporarily_unavailable':
    case 'server_error': return ['The record service is busy', 'It could not sign you in just now. Please try again in a moment.'];
    case 'invalid_scope': return ['Not enough was allowed', 'The record service does not let this app read what it asked for.'];
    default: {
      // The maker of the link chose this word: show it only if it looks like an error code.
      const code = /^[a-z_]{1,40}$/.test(parameters.get('error')) ? ` Its reason: ${parameters.get('error')}.` : '';
      return ['The connection was refused', `The record service did not accept what this app asked for.${code}`];
    }
  }
}

async function start() {
  const parameters = new URLSearchParams(location.search);
  if (parameters.has('error')) {
    history.replaceState(null, '', location.pathname);
    fail(...refusal(parameters));
    return;
  }
  let client;
  try {
    client = await FHIR.oauth2.ready();
  } catch {
    fail('You are not connected', 'The sign-in was not finished, or this page was opened by itself. Start again to connect to your record.');
    return;
  }
  if (!client.patient.id) {
    fail('No patient was chosen', 'The record service signed you in but named no patient, so there is nothing to show.');
    return;
  }
  const refresh = async () => {
    $('refresh').disabled = true;
    try {
      await load(client);
      if (ended(client)) {
        $('session').hidden = true;
        fail('Your session has ended', 'The record service no longer accepts this app’s access: it has run out or was taken back. Start again to reconnect.');
      } else {
        await session(client);
      }
    } finally {
      $('refresh').disabled = false;
    }
  };
  $('refresh').addEventListener('click', refresh);
  $('sign-out').addEventListener('click', () => signOut(client));
  $('record').hidden = false;
  await refresh();
}

start();
