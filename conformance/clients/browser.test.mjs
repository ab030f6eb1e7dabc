// A person at Chromium: the real app through the launch, every page judged by axe, and a strict client on the code flow.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import * as openid from 'openid-client';
import { Secret, TOTP } from 'otpauth';
import { demo, fhirBase, issuer, launchChromium, signIn } from './demo.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shots = process.env.CAREGATE_SCREENSHOTS;
let chromium;

before(async () => { chromium = await launchChromium(); });
after(async () => { await chromium?.close(); });

async function judged(page, name) {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
  // in a world of its own, where the page's content security policy does not reach
  const client = await page.context().newCDPSession(page);
  const { frameTree } = await client.send('Page.getFrameTree');
  const { executionContextId } = await client.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id });
  const { result, exceptionDetails } = await client.send('Runtime.evaluate', {
    contextId: executionContextId,
    awaitPromise: true,
    returnByValue: true,
    expression: `${axe}; axe.run(document, {resultTypes: ['violations']}).then(r => r.violations
      .filter(v => v.impact === 'serious' || v.impact === 'critical')
      .map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | ')))`,
  });
  assert.equal(exceptionDetails, undefined);
  assert.deepEqual(result.value, [], `axe on ${name}`);
}

test('a patient opens the app, signs in, consents, and sees the record', async () => {
  const context = await chromium.newContext();
  const page = await context.newPage();
  const problems = [];
  page.on('console', message => { 
    if (message.type() === 'error' && !message.text().includes('422')) problems.push(message.text()); // 422: a code was used up
  });
  await page.goto(new URL(demo.clients.app.redirect_uri).origin + '/');
  await judged(page, 'app-connect');
  await page.click('#connect');
  await page.waitForSelector('#sign-in-submit');
  await judged(page, 'sign-in');
  await signIn(page, demo.people.patient);
  await page.waitForSelector('#allow');
  await judged(page, 'consent');
  await page.click('#allow');
  await page.waitForSelector('#record:not([hidden])');
  await page.waitForFunction(() => document.querySelector('#vital-chart')?.children.length > 0);
  await page.waitForFunction(() => document.querySelector('#status')?.textContent.trim() === '');
  assert.notEqual((await page.textContent('#patient-name')).trim(), '…');
  assert.ok((await page.textContent('#problems')).trim().length > 0);
  assert.ok((await page.textContent('#medications')).trim().length > 0);
  await judged(page, 'app-record');
  assert.deepEqual(problems, []);
  await context.close();
});

test('declining shows a friendly message in the app, and the sign-in page works without script', async () => {
  const context = await chromium.newContext({ javaScriptEnabled: true });
  const page = await context.newPage();
  await page.goto(`${issuer}/sign-in`);
  const noScript = await chromium.newContext({ javaScriptEnabled: false });
  const plain = await noScript.newPage();
  await plain.goto(`${issuer}/sign-in`);
  await signIn(plain, demo.people.administrator);
  assert.equal(await plain.locator('#sign-in-submit').count(), 0);
  await noScript.close();
  await page.goto(new URL(demo.clients.app.redirect_uri).origin + '/');
  await page.click('#connect');
  await page.waitForSelector('#sign-in-submit');
  await signIn(page, demo.people.patient);
  await page.waitForSelector('#deny');
  await page.click('#deny');
  await page.waitForSelector('#error:not([hidden])');
  await judged(page, 'app-declined');
  await context.close();
});

test('a clinician chooses a patient, and openid-client accepts the whole code flow', async () => {
  const config = await openid.discovery(new URL(issuer), demo.clients.app.client_id, { token_endpoint_auth_method: 'none' }, openid.None());
  const verifier = openid.randomPKCECodeVerifier();
  const state = openid.randomState();
  const nonce = openid.randomNonce();
  const chosen = demo.people.clinician.patients.at(-1);
  const address = openid.buildAuthorizationUrl(config, {
    redirect_uri: demo.clients.app.redirect_uri,
    scope: 'openid fhirUser launch/patient patient/Patient.rs',
    aud: fhirBase,
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  });
  const context = await chromium.newContext();
  const page = await context.newPage();
  let returned;
  page.on('request', request => { // the app itself knows nothing of this launch and leaves the code alone
    const url = new URL(request.url());
    if (url.href.startsWith(demo.clients.app.redirect_uri) && url.searchParams.has('code')) returned = url;
  });
  await page.goto(address.href);
  await signIn(page, demo.people.clinician);
  await page.waitForSelector('#choose-submit');
  await judged(page, 'picker');
  await page.check(`input[type=radio][value="${chosen}"]`);
  await page.click('#choose-submit');
  await page.waitForSelector('#allow');
  await judged(page, 'consent-clinician');
  await page.click('#allow');
  await page.waitForURL(url => url.href.startsWith(demo.clients.app.redirect_uri));
  const token = await openid.authorizationCodeGrant(config, returned, {
    pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true,
  });
  assert.equal(token.patient, chosen);
  assert.equal(token.claims().iss, issuer);
  await page.goto(`${issuer}/`);
  await judged(page, 'home');
  await context.close();
});

test('shown errors are plain pages that axe accepts', async () => {
  const context = await chromium.newContext();
  const page = await context.newPage();
  await page.goto(`${issuer}/oauth2/authorize?client_id=nobody`);
  await judged(page, 'shown-error');
  await page.goto(`${issuer}/sign-in`);
  await page.fill('#username', 'nobody-here');
  await page.fill('#password', 'wrong password');
  await page.click('#sign-in-submit');
  await judged(page, 'sign-in-refused');
  await page.goto(`${issuer}/interaction/there-is-none`);
  await judged(page, 'interaction-gone');
  await page.goto(`${issuer}/no-such-page`);
  await judged(page, 'not-found');
  await context.close();
});

test('an invited person sets a password and one-time codes by a link that works once', async () => {
  const context = await chromium.newContext({ javaScriptEnabled: true, viewport: { width: 380, height: 700 } });
  const page = await context.newPage();
  const link = process.env.CAREGATE_INVITATION;
  await page.goto(link);
  await judged(page, 'invitation-password');
  await page.fill('#password', 'a quiet river bends north');
  await page.fill('#again', 'a quiet river bends south');
  await page.click('#password-submit');
  await judged(page, 'invitation-password-refused');
  await page.fill('#password', 'a quiet river bends north');
  await page.fill('#again', 'a quiet river bends north');
  await page.click('#password-submit');
  await page.click('summary');
  await judged(page, 'invitation-code');
  const key = (await page.innerText('details')).match(/[A-Z2-7]{4}( [A-Z2-7]{4})+/)[0].replaceAll(' ', '');
  await page.fill('#code', new TOTP({ secret: Secret.fromBase32(key) }).generate());
  await page.click('#code-submit');
  await page.waitForURL('**/invitation/done');
  await judged(page, 'invitation-done');
  await page.goto(link);
  assert.match(await page.title(), /does not work any more/);
  await judged(page, 'invitation-used');
  await context.close();
});
