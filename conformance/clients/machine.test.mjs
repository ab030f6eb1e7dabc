// Libraries that others wrote judge our documents and our token, introspection and revocation answers.
import assert from 'node:assert/strict';
import test from 'node:test';
import { importJWK } from 'jose';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { demo, fhirBase, issuer } from './demo.mjs';

const backend = demo.clients.backend;
const key = async () => ({ key: await importJWK({ ...backend.jwk, alg: 'ES384' }, 'ES384'), kid: backend.jwk.kid });

for (const algorithm of ['oidc', 'oauth2']) {
  test(`oauth4webapi accepts our ${algorithm} discovery document`, async () => {
    const server = new URL(issuer);
    const response = await oauth.discoveryRequest(server, { algorithm });
    const metadata = await oauth.processDiscoveryResponse(server, response);
    assert.equal(metadata.issuer, issuer);
  });
}

async function server() {
  const url = new URL(issuer);
  return oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, { algorithm: 'oauth2' }));
}

test('oauth4webapi gets a token with private_key_jwt, introspects and revokes it', async () => {
  const as = await server();
  const client = { client_id: backend.client_id };
  // SMART asks for the token endpoint as the assertion's audience
  const authentication = oauth.PrivateKeyJwt(await key(), {
    [oauth.modifyAssertion](header, payload) { payload.aud = as.token_endpoint; },
  });
  const response = await oauth.clientCredentialsGrantRequest(as, client, authentication, { scope: 'system/Patient.rs' });
  const token = await oauth.processClientCredentialsResponse(as, client, response);
  assert.equal(token.scope, 'system/Patient.rs');

  const guard = { client_id: demo.clients.resourceServer.client_id };
  const basic = oauth.ClientSecretBasic(demo.clients.resourceServer.client_secret);
  const seen = await oauth.processIntrospectionResponse(
    as, guard, await oauth.introspectionRequest(as, guard, basic, token.access_token));
  assert.equal(seen.active, true);

  const revoked = await oauth.revocationRequest(as, client, authentication, token.access_token);
  await oauth.processRevocationResponse(revoked);
  const after = await oauth.processIntrospectionResponse(
    as, guard, await oauth.introspectionRequest(as, guard, basic, token.access_token));
  assert.deepEqual(after, { active: false });
});

test('openid-client discovers us and gets a backend token that reads a record', async () => {
  const config = await openid.discovery(new URL(issuer), backend.client_id, undefined, openid.PrivateKeyJwt(await key(), {
    [openid.modifyAssertion](header, payload) { payload.aud = `${issuer}/oauth2/token`; },
  }));
  const token = await openid.clientCredentialsGrant(config, { scope: 'system/Patient.rs' });
  const patient = demo.people.patient.patients[0];
  const response = await openid.fetchProtectedResource(
    config, token.access_token, new URL(`${fhirBase}/Patient/${patient}`), 'GET');
  assert.equal(response.status, 200);
  assert.equal((await response.json()).id, patient);
});
