// What the running demo is, and a person at a real browser.
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import tls from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';
import * as OTPAuth from 'otpauth';
import { chromium } from 'playwright-core';

export const demo = JSON.parse(readFileSync(process.env.CAREGATE_DEMO_JSON, 'utf8'));
export const fhirBase = demo.fhirBase;
export const issuer = demo.issuer;

export async function smartConfiguration() {
  const response = await fetch(`${fhirBase}/.well-known/smart-configuration`, { headers: { accept: 'application/json' } });
  return response.json();
}

// Chromium trusts exactly the keys that verified against the demo's CA; every other certificate error stays an error.
async function keyHash(address) {
  const url = new URL(address);
  return new Promise((resolve, reject) => {
    const socket = tls.connect({ host: url.hostname, port: Number(url.port), ca: readFileSync(demo.ca) }, () => {
      const certificate = new X509Certificate(socket.getPeerCertificate().raw);
      socket.end();
      resolve(createHash('sha256').update(certificate.publicKey.export({ type: 'spki', format: 'der' })).digest('base64'));
    });
    socket.on('error', reject);
  });
}

export async function launchChromium() {
  const app = new URL(demo.clients.app.redirect_uri).origin;
  const keys = await Promise.all([issuer, fhirBase, app].map(keyHash));
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', `--ignore-certificate-errors-spki-list=${keys.join(',')}`,
    ],
  });
}

async function code(person) {
  return new OTPAuth.TOTP({ secret: OTPAuth.Secret.fromBase32(person.totpSecret) }).generate();
}

export async function signIn(page, person) {
  await page.fill('#username', person.username);
  await page.fill('#password', person.password);
  await page.click('#sign-in-submit');
  await page.waitForSelector('#code');
  await page.fill('#code', await code(person));
  await page.click('#code-submit');
  await page.waitForLoadState();
  if (await page.locator('#code').count()) { // this time step's code was used by another test: wait for the next
    await sleep(30_000 - (Date.now() % 30_000) + 500);
    await page.fill('#code', await code(person));
    await page.click('#code-submit');
    await page.waitForLoadState();
  }
}
