package org.caregate.authorization;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caregate.audit.InMemoryAuditLog;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.flood.RefusalFlood;
import org.caregate.authorization.authorize.InteractionPages;
import org.caregate.authorization.client.FailureWindow;
import org.caregate.authorization.http.BrowserSession;
import org.caregate.authorization.http.EndpointRequest;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.authorization.http.SignedIn;
import org.caregate.authorization.jwks.JwksSource;
import org.caregate.authorization.jwks.RegisteredKeys;
import org.caregate.crypto.credential.Credential;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.credential.KeyedHash;
import org.caregate.crypto.credential.RefreshSuccessor;
import org.caregate.crypto.credential.SignedTexts;
import org.caregate.crypto.envelope.Envelopes;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.crypto.keyfile.Purpose;
import org.caregate.crypto.keyfile.TestKeyRings;
import org.caregate.crypto.signing.InMemorySigningKeyStore;
import org.caregate.crypto.signing.KeyUse;
import org.caregate.crypto.signing.SigningKeys;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.PersonId;
import org.caregate.protocol.metadata.AuthorizationServerAddresses;
import org.caregate.protocol.profile.SecurityProfile;
import org.caregate.protocol.profile.SecurityProfiles;
import org.caregate.protocol.scope.ScopeParse;
import org.caregate.protocol.scope.ScopeParser;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.assertion.InMemoryAssertionIds;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.ClientAuthentication;
import org.caregate.registry.client.InMemoryClients;
import org.caregate.registry.code.InMemoryAuthorizationCodes;
import org.caregate.registry.credential.StoredCredential;
import org.caregate.registry.grant.InMemoryGrants;
import org.caregate.registry.pending.InMemoryPendingAuthorizations;
import org.caregate.registry.person.InMemoryPeople;
import org.caregate.registry.person.Person;
import org.caregate.registry.refresh.InMemoryRefreshTokens;
import org.caregate.registry.resource.ResourceServer;
import org.caregate.registry.resource.ResourceServers;
import org.caregate.registry.revocation.InMemoryIssuanceFence;
import org.caregate.registry.revocation.InMemoryRevocations;
import org.caregate.registry.revocation.RevocationView;
import org.caregate.testing.MutableClock;
import org.jspecify.annotations.Nullable;

/** The whole authorization server on in-memory stores, real keys and a clock that tests move; with clients and people to use. */
public final class TestServer {
    public static final String ISSUER = "https://auth.example.org";
    public static final URI FHIR = URI.create("https://api.example.org/fhir");
    public static final URI OTHER_API = URI.create("https://other.example.org/api");
    public static final String CALLBACK = "https://app.example.org/callback";
    public static final ClientId PUBLIC_APP = new ClientId("public-app");
    public static final ClientId SECRET_APP = new ClientId("secret-app");
    public static final ClientId KEY_APP = new ClientId("key-app");
    public static final ClientId BACKEND = new ClientId("backend");
    public static final ClientId RESOURCE_SERVER = new ClientId("resource-server");
    public static final PersonId ANNA = new PersonId("person-anna");
    public static final PersonId DOCTOR = new PersonId("person-doctor");
    public static final PersonId ADMIN = new PersonId("person-admin");
    public static final String ALL_SCOPES =
            "openid fhirUser launch/patient offline_access patient/*.cruds user/*.cruds";
    /** RFC 7636 appendix B. */
    public static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    public static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private static final KeyRing RING = TestKeyRings.fresh();
    private static final InMemorySigningKeyStore KEYS = new InMemorySigningKeyStore();

    public final MutableClock clock = MutableClock.at(Instant.parse("2026-11-23T12:00:00Z"));
    public final InMemoryTransactions transactions = new InMemoryTransactions();
    public final InMemoryAuditLog audit = new InMemoryAuditLog();
    public final InMemoryClients clients = new InMemoryClients(transactions);
    public final InMemoryPeople people = new InMemoryPeople();
    public final InMemoryGrants grants = new InMemoryGrants(transactions);
    public final InMemoryRefreshTokens refreshTokens = new InMemoryRefreshTokens(transactions, clock);
    public final InMemoryPendingAuthorizations pendings = new InMemoryPendingAuthorizations(transactions, clock);
    public final InMemoryRevocations revocations = new InMemoryRevocations(transactions, clock);
    public final RevocationView revocationView =
            new RevocationView(revocations, clock, System::nanoTime, Duration.ofSeconds(5));
    public final SigningKeys signingKeys;
    public final ECKey clientKey;
    public final Map<URI, JwksSource.Fetched> published = new HashMap<>();
    public final AtomicInteger fetches = new AtomicInteger();
    public final AtomicReference<RoleDefinitions> roles =
            new AtomicReference<>(roles(List.of("user/Observation.cruds", "user/Patient.rs", "user/Condition.rs")));
    public final AuthorizationServer server;
    public final String appSecret;
    public final ResourceServers resources = new ResourceServers(List.of(
            new ResourceServer(FHIR, ResourceServer.Kind.FHIR_R4),
            new ResourceServer(OTHER_API, ResourceServer.Kind.REST),
            ResourceServer.administration(URI.create(ISSUER))));

    /** What these stores throw when they cannot be reached. */
    public static final class AwayException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** So many refusals of a stranger have an entry each. */
    public static final int FLOOD_FROM = 20;

    /** The browser sessions as they last came; a test ends one by taking it out. */
    public final Map<String, BrowserSession> sessions = new ConcurrentHashMap<>();

    private final AtomicInteger requests = new AtomicInteger();

    public TestServer() {
        audit.revocationVersionOf(revocations::head);
        try {
            SecureRandom random = new SecureRandom();
            KeyRing ring = RING;
            CredentialHasher hasher = new CredentialHasher(ring);
            signingKeys = signingKeys(clock);
            clientKey = new ECKeyGenerator(Curve.P_384)
                    .keyID("k1")
                    .algorithm(JWSAlgorithm.ES384)
                    .generate();
            Credential secret = Credential.generate(Credential.CLIENT_SECRET, random);
            appSecret = secret.text();
            KeyedHash hash = hasher.hash(secret);
            register(new StoredCredential(hash.keyVersion(), hash.value()));
            people.put(new Person(ANNA, "Anna", "Patient/p1", Set.of("patient"), Set.of("p1"), true));
            people.put(new Person(DOCTOR, "Doctor", "Practitioner/d1", Set.of("clinician"), Set.of("p1", "p2"), true));
            people.put(new Person(ADMIN, "Admin", null, Set.of("administrator"), Set.of(), true));
            server = AuthorizationServer.of(
                    AuthorizationServerSettings.defaults(new AuthorizationServerAddresses(ISSUER), resources),
                    new AuthorizationServerPorts(
                            transactions,
                            clients,
                            new InMemoryAuthorizationCodes(transactions),
                            refreshTokens,
                            new InMemoryAssertionIds(transactions),
                            grants,
                            pendings,
                            people,
                            revocations,
                            new InMemoryIssuanceFence(),
                            id -> Optional.ofNullable(sessions.get(id)),
                            revocationView,
                            audit,
                            new RefusalFlood(clock, FLOOD_FROM, Duration.ofSeconds(10)),
                            signingKeys,
                            hasher,
                            new SignedTexts(ring, Purpose.WAITING_REQUEST),
                            new RefreshSuccessor(ring),
                            roles::get,
                            new RegisteredKeys(this::fetch, clock),
                            new FailureWindow(clock, 5, Duration.ofMinutes(1)),
                            InteractionPages.DEFAULT,
                            random,
                            AwayException.class::isInstance,
                            clock));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same keys for every server: making an RSA key takes longer than a whole flow. */
    private static SigningKeys signingKeys(MutableClock clock) {
        SigningKeys keys = new SigningKeys(KEYS, new Envelopes(RING, new SecureRandom()), clock);
        synchronized (KEYS) {
            if (KEYS.all().isEmpty()) {
                keys.create(KeyUse.ACCESS_TOKEN, clock.instant());
                keys.create(KeyUse.ID_TOKEN, clock.instant());
            }
        }
        keys.reload();
        return keys;
    }

    private JwksSource.Fetched fetch(URI address) {
        fetches.incrementAndGet();
        return published.getOrDefault(address, new JwksSource.Fetched.Failed("JWKS_UNREACHABLE"));
    }

    private void register(StoredCredential secret) {
        String jwks = new JWKSet(clientKey.toPublicJWK()).toString();
        Set<String> app = Set.of("authorization_code", "refresh_token");
        SecurityProfile smartApp = SecurityProfiles.SMART_APP_2026;
        add(PUBLIC_APP, new ClientAuthentication.None(), smartApp, app, ALL_SCOPES, Set.of());
        add(SECRET_APP, new ClientAuthentication.SecretBasic(secret), smartApp, app, ALL_SCOPES, Set.of());
        add(KEY_APP, new ClientAuthentication.KeysByValue(jwks), smartApp, app, ALL_SCOPES, Set.of());
        add(
                BACKEND,
                new ClientAuthentication.KeysByValue(jwks),
                SecurityProfiles.SMART_BACKEND_2026,
                Set.of("client_credentials"),
                "system/Patient.rs system/Observation.rs",
                Set.of());
        add(RESOURCE_SERVER, new ClientAuthentication.SecretBasic(secret), smartApp, Set.of(), "", Set.of(FHIR));
    }

    /** A stored secret of a client. */
    public StoredCredential hashed(Credential secret) {
        KeyedHash hash = new CredentialHasher(RING).hash(secret);
        return new StoredCredential(hash.keyVersion(), hash.value());
    }

    public void add(
            ClientId id,
            ClientAuthentication authentication,
            SecurityProfile profile,
            Set<String> grantTypes,
            String scopes,
            Set<URI> introspects) {
        clients.add(Client.builder()
                .id(id)
                .name("App " + id)
                .profile(profile)
                .authentication(authentication)
                .grantTypes(grantTypes)
                .redirectUris(
                        grantTypes.contains("authorization_code")
                                ? List.of(CALLBACK, CALLBACK + "?tenant=a%26b")
                                : List.of())
                .origins(Set.of("https://app.example.org"))
                .scopes(scopes(scopes))
                .audiences(Set.of(FHIR))
                .introspects(introspects)
                .enabled(true)
                .createdAt(clock.instant())
                .build());
    }

    public static Scopes scopes(String text) {
        if (ScopeParser.parse(text) instanceof ScopeParse.Parsed(Scopes scopes, List<String> unknown)) {
            return scopes;
        }
        throw new AssertionError("malformed scopes: " + text);
    }

    /** Role definitions with that ceiling for clinicians. */
    public static RoleDefinitions roles(List<String> clinician) {
        List<String> words = List.of("openid", "fhirUser", "launch/patient", "offline_access");
        Map<String, List<String>> definitions = Map.of(
                "patient",
                        Stream.concat(words.stream(), Stream.of("patient/*.cruds"))
                                .toList(),
                "clinician",
                        Stream.concat(
                                        words.stream(),
                                        Stream.concat(
                                                Stream.of("patient/Observation.rs", "patient/Patient.rs"),
                                                clinician.stream()))
                                .toList(),
                "administrator", List.of("openid", "offline_access", "admin/clients.read"));
        return switch (RoleDefinitions.define(definitions)) {
            case RoleDefinitions.Result.Valid(RoleDefinitions valid) -> valid;
            case RoleDefinitions.Result.Invalid(List<String> problems) -> throw new AssertionError(problems.toString());
        };
    }

    // what arrives

    public SignedIn signedIn(PersonId person) {
        return new SignedIn(
                person, clock.instant(), "http://idmanagement.gov/ns/assurance/aal/2", Set.of("pwd", "otp"));
    }

    public BrowserSession browser(String id, @Nullable PersonId person) {
        return new BrowserSession(id, person == null ? null : signedIn(person));
    }

    public EndpointResponse get(String path, String query, @Nullable BrowserSession session) {
        return server.handle(request("GET", path, query, Map.of(), "", session));
    }

    public EndpointResponse get(String path, Map<String, String> headers) {
        return server.handle(request("GET", path, null, headers, "", null));
    }

    public EndpointResponse post(String path, Map<String, String> form, Map<String, String> headers) {
        return postRaw(path, encode(form), headers, null);
    }

    public EndpointResponse postRaw(
            String path, String body, Map<String, String> headers, @Nullable BrowserSession session) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putIfAbsent("content-type", "application/x-www-form-urlencoded");
        return server.handle(request("POST", path, null, all, body, session));
    }

    public EndpointRequest request(
            String method,
            String path,
            @Nullable String query,
            Map<String, String> headers,
            String body,
            @Nullable BrowserSession session) {
        if (session != null) {
            sessions.put(session.id(), session);
        }
        Map<String, List<String>> lines = new HashMap<>();
        headers.forEach((name, value) -> lines.put(name, List.of(value)));
        return new EndpointRequest(
                method,
                path,
                query,
                lines,
                body.getBytes(StandardCharsets.UTF_8),
                false,
                "203.0.113.7",
                "request-" + requests.incrementAndGet(),
                true,
                session);
    }

    // what comes of it

    public static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    public static Map<String, String> query(String location) {
        Map<String, String> parameters = new LinkedHashMap<>();
        String query = location.substring(location.indexOf('?') + 1);
        Arrays.stream(query.split("&", -1))
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> parameters.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        return parameters;
    }

    public static Map<String, Object> json(EndpointResponse response) {
        try {
            return JSONObjectUtils.parse(response.text());
        } catch (ParseException e) {
            throw new AssertionError("not JSON: " + response.text(), e);
        }
    }

    public static String member(EndpointResponse response, String name) {
        Object value = json(response).get(name);
        if (!(value instanceof String text)) {
            throw new AssertionError("no " + name + " in " + response.status() + " " + response.text());
        }
        return text;
    }

    public String lastReason() {
        return audit.lastEntry().reason();
    }

    public AuditEntry lastEntry() {
        return audit.lastEntry();
    }
}
