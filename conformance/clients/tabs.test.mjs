// Several tabs and several people at one Chromium: each app's request survives and ends at its app, and nobody answers for another.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { demo, fhirBase, issuer, launchChromium, signIn } from './demo.mjs';

const shots = process.env.CAREGATE_SCREENSHOTS;
const { patient, clinician } = demo.people;
let chromium;
let native; // the app on the user's own machine, at both loopback addresses

before(async () => {
  chromium = await launchChromium();
  native = await Promise.all(['::1', '127.0.0.1'].map(async host => {
    const server = createServer((request, response) => {
      if (request.url.startsWith('/callback')) { // an app goes on from its redirect URI, with the query it was given
        response.writeHead(302, { location: request.url.replace('/callback', '/landed') });
        response.end();
      } else {
        response.setHeader('content-type', 'text/html');
        response.end('<title>Back at the app</title>');
      }
    });
    server.listen(0, host);
    await once(server, 'listening');
    return server;
  }));
});
after(async () => {
  await chromium?.close();
  native?.forEach(server => server.close());
});

function redirectUri(index) {
  const host = ['[::1]', '127.0.0.1'][index];
  return `http://${host}:${native[index].address().port}/callback`;
}

function launch(redirect_uri, more = {}) {
  const state = randomBytes(8).toString('hex');
  const address = new URL(`${issuer}/oauth2/authorize`);
  address.search = new URLSearchParams({
    response_type: 'code',
    client_id: 'tabs',
    redirect_uri,
    scope: 'openid fhirUser launch/patient patient/Patient.rs',
    aud: fhirBase,
    state,
    code_challenge: createHash('sha256').update(randomBytes(32).toString('hex')).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  });
  return { address: address.href, state };
}

function watched(page) {
  const refused = [];
  page.on('console', message => { if (/Content Security Policy/.test(message.text())) refused.push(message.text()); });
  return refused;
}

async function shot(page, name) {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
}

async function landed(page, state) {
  await page.waitForURL(url => url.pathname === '/landed');
  const query = new URL(page.url()).searchParams;
  assert.equal(query.get('state'), state);
  assert.equal(query.get('iss'), issuer);
  return query;
}

async function allow(page, person) {
  await page.waitForSelector('#choose-submit, #allow');
  if (await page.locator('#choose-submit').count()) {
    await page.check(`input[type=radio][value="${person.patients.at(-1)}"]`);
    await page.click('#choose-submit');
  }
  await page.waitForSelector('#allow');
  await page.click('#allow');
}

for (const [index, name] of ['IPv6', 'IPv4'].entries()) {
  test(`a loopback redirect URI on ${name} gets its code, and its refusal`, async () => {
    const context = await chromium.newContext();
    const page = await context.newPage();
    const refused = watched(page);
    const first = launch(redirectUri(index));
    await page.goto(first.address);
    await page.waitForSelector('#sign-in-submit');
    await signIn(page, index ? clinician : patient);
    await allow(page, index ? clinician : patient);
    assert.ok((await landed(page, first.state)).has('code'));
    const second = launch(redirectUri(index));
    await page.goto(second.address);
    await page.waitForSelector('#deny, #decline');
    await page.click('#deny, #decline');
    assert.equal((await landed(page, second.state)).get('error'), 'access_denied');
    assert.deepEqual(refused, []);
    await context.close();
  });
}

test('an app with a scheme of its own is called with the code', async () => {
  const context = await chromium.newContext();
  const page = await context.newPage();
  const refused = watched(page);
  const { address, state } = launch('com.example.tabs:/callback');
  await page.goto(address);
  await signIn(page, patient);
  await page.waitForSelector('#allow');
  const [answer] = await Promise.all([
    page.waitForResponse(response => response.url().startsWith(`${issuer}/oauth2/authorize/continue`)),
    page.click('#allow'),
  ]);
  const location = new URL(await answer.headerValue('location'));
  assert.equal(location.protocol, 'com.example.tabs:');
  assert.ok(location.searchParams.has('code'));
  assert.equal(location.searchParams.get('state'), state);
  await page.waitForTimeout(500); // Chromium asks the machine for that scheme; nothing of ours stands in the way
  assert.deepEqual(refused, []);
  await page.waitForTimeout(3000);
  await shot(page, 'onward');
  await context.close();
});

test('when another person signs in at prompt=login, both waiting requests end at their app, for that person', async () => {
  const context = await chromium.newContext();
  const other = await context.newPage();
  const waiting = launch(redirectUri(0));
  await other.goto(waiting.address);
  await signIn(other, patient);
  await other.waitForSelector('#allow');
  const page = await context.newPage();
  const asking = launch(redirectUri(1), { prompt: 'login' });
  await page.goto(asking.address);
  await page.waitForSelector('#sign-in-submit');
  await signIn(page, clinician);
  await page.waitForSelector('#choose-submit'); // the patient would not have been asked
  await other.click('#allow'); // the patient's page, which nobody may answer any more
  await other.waitForSelector('h1:has-text("Please open the page again")');
  await shot(other, 'form-of-another-person');
  await other.click('main a:has-text("Open the page again")');
  await other.waitForSelector('#choose-submit');
  await allow(other, clinician);
  assert.ok((await landed(other, waiting.state)).has('code'));
  await allow(page, clinician);
  assert.ok((await landed(page, asking.state)).has('code'));
  await context.close();
});

test('two tabs that wake together keep their requests, and one sign-in is enough', async () => {
  const context = await chromium.newContext();
  const tabs = await Promise.all([context.newPage(), context.newPage(), context.newPage()]);
  const launches = tabs.map((tab, i) => launch(redirectUri(i % 2)));
  await Promise.all(tabs.map((tab, i) => tab.goto(launches[i].address)));
  await signIn(tabs[0], patient);
  await tabs[1].reload();
  await tabs[2].fill('#username', patient.username);
  await tabs[2].fill('#password', patient.password);
  await tabs[2].click('#sign-in-submit');
  for (const [i, tab] of tabs.entries()) {
    await allow(tab, patient);
    assert.ok((await landed(tab, launches[i].state)).has('code'), `tab ${i}`);
  }
  await context.close();
});

test('a tab that meant another person is asked who goes on, and keeps its request', async () => {
  const context = await chromium.newContext();
  const [first, second] = [await context.newPage(), await context.newPage()];
  const { address, state } = launch(redirectUri(0));
  await first.goto(`${issuer}/sign-in`);
  await second.goto(address);
  await signIn(first, patient);
  await second.fill('#username', clinician.username);
  await second.fill('#password', clinician.password);
  await second.click('#sign-in-submit');
  await second.waitForSelector('#stay');
  await shot(second, 'signed-in-already');
  await second.click('#sign-out');
  await second.waitForSelector('#sign-in-submit');
  await signIn(second, clinician);
  await allow(second, clinician);
  assert.ok((await landed(second, state)).has('code'));
  await context.close();
});

test('sign-out from an old form signs out', async () => {
  const context = await chromium.newContext();
  const [old, page] = [await context.newPage(), await context.newPage()];
  await old.goto(`${issuer}/sign-in`);
  await signIn(old, patient);
  await old.waitForSelector('#sign-out');
  await page.goto(launch(redirectUri(0), { prompt: 'login' }).address);
  await signIn(page, patient); // a new cookie: the old page's token is of no use
  await page.waitForSelector('#allow');
  await old.click('#sign-out');
  await old.waitForURL('**/signed-out');
  await page.goto(`${issuer}/`);
  assert.equal(await page.locator('#sign-out').count(), 0);
  await old.goBack();
  await shot(old, 'signed-out');
  await context.close();
});
