// The standalone launch (SMART App Launch 2.2): discovery, PKCE and the redirect are fhirclient's work.
/* global FHIR */
const button = document.getElementById('connect');
const error = document.getElementById('error');

const configuration = fetch('config.json').then(response => response.json());
configuration.then(({ iss }) => { document.getElementById('iss').textContent = iss; }).catch(() => {});

button.addEventListener('click', async () => {
  button.disabled = true;
  error.hidden = true;
  try {
    const { iss, clientId, scope, redirectUri } = await configuration;
    await FHIR.oauth2.authorize({ iss, clientId, scope, redirectUri, pkceMode: 'required' });
  } catch {
    error.textContent = 'The record service did not answer. If you are trying the demo, open its address once in this '
      + 'browser to trust its certificate, then try again.';
    error.hidden = false;
    button.disabled = false;
  }
});
window.addEventListener('pageshow', () => { button.disabled = false; });
