package org.caregate.authorization.client;

import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.caregate.accesstoken.standing.VersionedCache;
import org.caregate.authorization.client.ClientAuthenticationResult.Proved;
import org.caregate.authorization.client.ClientAuthenticationResult.Refused;
import org.caregate.authorization.client.ClientAuthenticationResult.Throttled;
import org.caregate.authorization.http.EndpointRequest;
import org.caregate.authorization.http.Parameters;
import org.caregate.authorization.jwks.ClientKeys;
import org.caregate.crypto.credential.Credential;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.credential.KeyedHash;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.error.ProtocolError;
import org.caregate.protocol.metadata.AuthorizationServerAddresses;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.ClientAuthentication;
import org.caregate.registry.client.ClientAuthentication.PreviousSecret;
import org.caregate.registry.credential.StoredCredential;
import org.jspecify.annotations.Nullable;

/** Finds out which client calls, by the one method it registered (RFC 6749 §2.3); never by two at once. */
public final class ClientAuthenticator {
    private final VersionedCache<ClientId, Client> clients;
    private final CredentialHasher hasher;
    private final ClientKeys keys;
    private final ClientThrottle throttle;
    private final AuthorizationServerAddresses addresses;
    private final Clock clock;

    public ClientAuthenticator(
            VersionedCache<ClientId, Client> clients,
            CredentialHasher hasher,
            ClientKeys keys,
            ClientThrottle throttle,
            AuthorizationServerAddresses addresses,
            Clock clock) {
        this.clients = clients;
        this.hasher = hasher;
        this.keys = keys;
        this.throttle = throttle;
        this.addresses = addresses;
        this.clock = clock;
    }

    /** How the request tries to authenticate. */
    private sealed interface Attempt {
        String clientId();

        record Basic(String clientId, String secret) implements Attempt {}

        record Assertion(String clientId, ClientAssertion assertion) implements Attempt {}

        record Nothing(String clientId) implements Attempt {}

        record Broken(ProtocolError error, boolean basic) implements Attempt {
            @Override
            public String clientId() {
                return "";
            }
        }
    }

    /** Authenticates the sender of this form. Blocks while a client's keys are fetched, so never call it in a transaction. */
    public ClientAuthenticationResult authenticate(EndpointRequest request, Parameters form) {
        Attempt attempt = attempt(request, form);
        if (attempt instanceof Attempt.Broken(ProtocolError error, boolean basic)) {
            return new Refused(error, null, basic);
        }
        String id = attempt.clientId();
        Client client =
                id.length() > 200 ? null : clients.find(new ClientId(id)).orElse(null);
        Optional<String> fault = faultOf(client, attempt);
        if (client != null && fault.isPresent()) { // what it was may have changed since: refused is only by what it is
            Client now = clients.findNow(client.id()).orElse(null);
            fault = client.equals(now) ? fault : faultOf(now, attempt);
            client = now;
        }
        if (client != null && fault.isEmpty()) {
            return new Proved(
                    attempt instanceof Attempt.Assertion(String clientId, ClientAssertion assertion)
                            ? ClientProof.once(client, assertion.id(), assertion.rememberUntil())
                            : ClientProof.reusable(client));
        }
        long wait = throttle.failed(id, request.remoteAddress());
        if (wait > 0) {
            return new Throttled(
                    ProtocolError.of("invalid_client", "Too many failures", "THROTTLED", "RFC 6585 §4"), client, wait);
        }
        return new Refused(ClientErrors.invalidClient(fault.orElseThrow()), client, attempt instanceof Attempt.Basic);
    }

    private Optional<String> faultOf(@Nullable Client client, Attempt attempt) {
        if (client == null) {
            return Optional.of("CLIENT_UNKNOWN");
        }
        return client.enabled() ? fault(client, attempt) : Optional.of("CLIENT_DISABLED");
    }

    private Optional<String> fault(Client client, Attempt attempt) {
        if (!client.profile()
                .clientAuthenticationMethods()
                .contains(client.authentication().method())) {
            return Optional.of("METHOD_OUTSIDE_PROFILE");
        }
        ClientAuthentication registered = client.authentication();
        return switch (attempt) {
            case Attempt.Nothing nothing ->
                registered instanceof ClientAuthentication.None ? Optional.empty() : Optional.of("CREDENTIAL_MISSING");
            case Attempt.Basic(String id, String secret) ->
                registered instanceof ClientAuthentication.SecretBasic basic
                        ? secretFault(secret, basic)
                        : Optional.of("METHOD_NOT_REGISTERED");
            case Attempt.Assertion(String id, ClientAssertion assertion) ->
                registered instanceof ClientAuthentication.KeysByValue
                                || registered instanceof ClientAuthentication.KeysByUrl
                        ? assertion.fault(client, audiences(client), keys, clock.instant())
                        : Optional.of("METHOD_NOT_REGISTERED");
            case Attempt.Broken broken -> Optional.of(broken.error().reason());
        };
    }

    private Set<String> audiences(Client client) {
        return ClientAssertion.audiences(
                client.profile().assertionAudience(),
                addresses.issuer(),
                addresses.at(AuthorizationServerAddresses.TOKEN));
    }

    private Optional<String> secretFault(String secret, ClientAuthentication.SecretBasic registered) {
        Optional<Credential> presented = Credential.parse(Credential.CLIENT_SECRET, secret);
        if (presented.isEmpty()) {
            return Optional.of("SECRET_WRONG");
        }
        PreviousSecret previous = registered.previous();
        if (matches(presented.get(), registered.secret())) {
            return Optional.empty();
        }
        if (previous == null || !matches(presented.get(), previous.secret())) {
            return Optional.of("SECRET_WRONG");
        }
        return clock.instant().isBefore(previous.until()) ? Optional.empty() : Optional.of("SECRET_REPLACED");
    }

    private boolean matches(Credential presented, StoredCredential stored) {
        return hasher.matches(presented, new KeyedHash(stored.keyVersion(), stored.hash()));
    }

    private static Attempt attempt(EndpointRequest request, Parameters form) {
        boolean header = request.headerCount("authorization") > 0;
        boolean assertion = form.has("client_assertion") || form.has("client_assertion_type");
        boolean secret = form.has("client_secret");
        if ((header ? 1 : 0) + (assertion ? 1 : 0) + (secret ? 1 : 0) > 1) {
            return new Attempt.Broken(
                    ClientErrors.invalidRequest("Only one way to authenticate may be used", "SEVERAL_METHODS"), false);
        }
        if (secret) {
            return new Attempt.Broken(ClientErrors.invalidClient("SECRET_IN_BODY"), false);
        }
        if (header) {
            return basic(request, form);
        }
        return assertion ? assertion(form) : nothing(form);
    }

    private static Attempt basic(EndpointRequest request, Parameters form) {
        Optional<BasicCredentials> credentials = request.headerCount("authorization") == 1
                ? request.header("authorization")
                        .filter(BasicCredentials::isBasic)
                        .flatMap(BasicCredentials::parse)
                : Optional.empty();
        if (credentials.isEmpty()) {
            return new Attempt.Broken(ClientErrors.invalidClient("AUTHORIZATION_HEADER"), true);
        }
        String id = credentials.get().clientId();
        return differs(form, id)
                ? new Attempt.Broken(
                        ClientErrors.invalidRequest("client_id differs from the credential", "CLIENT_ID_DIFFERS"), true)
                : new Attempt.Basic(id, credentials.get().secret());
    }

    private static Attempt assertion(Parameters form) {
        if (!form.find("client_assertion_type").equals(Optional.of(ClientAssertion.TYPE))) {
            return new Attempt.Broken(ClientErrors.invalidClient("ASSERTION_KIND"), false);
        }
        Optional<ClientAssertion> parsed = form.find("client_assertion").flatMap(ClientAssertion::parse);
        if (parsed.isEmpty() || parsed.get().unverifiedIssuer().isEmpty()) {
            return new Attempt.Broken(ClientErrors.invalidClient("ASSERTION_MALFORMED"), false);
        }
        String id = parsed.get().unverifiedIssuer();
        return differs(form, id)
                ? new Attempt.Broken(
                        ClientErrors.invalidRequest("client_id differs from the credential", "CLIENT_ID_DIFFERS"),
                        false)
                : new Attempt.Assertion(id, parsed.get());
    }

    private static Attempt nothing(Parameters form) {
        return form.find("client_id")
                .<Attempt>map(Attempt.Nothing::new)
                .orElseGet(() -> new Attempt.Broken(ClientErrors.invalidClient("CLIENT_MISSING"), false));
    }

    private static boolean differs(Parameters form, String id) {
        return form.find("client_id").filter(named -> !named.equals(id)).isPresent();
    }
}
