package org.caregate.gateway.rig;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import io.opentelemetry.api.trace.TracerProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.caregate.audit.AuditLog;
import org.caregate.audit.InMemoryAuditLog;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.flood.RefusalFlood;
import org.caregate.crypto.envelope.Envelopes;
import org.caregate.crypto.handle.Handles;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.crypto.keyfile.Purpose;
import org.caregate.crypto.keyfile.TestKeyRings;
import org.caregate.crypto.provider.SignatureProvider;
import org.caregate.crypto.signing.InMemorySigningKeyStore;
import org.caregate.crypto.signing.KeyUse;
import org.caregate.crypto.signing.SigningKeys;
import org.caregate.edge.proxy.Peers;
import org.caregate.edge.tls.TestTls;
import org.caregate.gateway.GatewayServer;
import org.caregate.gateway.settings.GatewayLimits;
import org.caregate.gateway.settings.GatewayPorts;
import org.caregate.gateway.settings.GatewayPorts.Recording;
import org.caregate.gateway.settings.GatewayPorts.Registers;
import org.caregate.gateway.settings.GatewayPorts.Surroundings;
import org.caregate.gateway.settings.GatewayPorts.TokenVerification;
import org.caregate.gateway.settings.GatewaySettings;
import org.caregate.gateway.upstream.Forwarder;
import org.caregate.gateway.upstream.UpstreamSettings;
import org.caregate.gateway.upstream.UpstreamSettings.Secret;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.PersonId;
import org.caregate.protocol.launch.LaunchContext;
import org.caregate.protocol.profile.SecurityProfiles;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.Samples;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.ClientAuthentication;
import org.caregate.registry.client.InMemoryClients;
import org.caregate.registry.grant.Grant;
import org.caregate.registry.grant.InMemoryGrants;
import org.caregate.registry.person.InMemoryPeople;
import org.caregate.registry.person.Person;
import org.caregate.registry.revocation.InMemoryRevocations;
import org.caregate.registry.revocation.Revocation.Kind;
import org.caregate.registry.revocation.RevocationView;
import org.caregate.testing.MutableClock;

/** A gateway in front of a fake upstream, with an app of a patient (p1), one of a clinician (p1, p2) and a backend client. */
public final class Rig implements AutoCloseable {
    public static final URI BASE = URI.create("https://localhost:9443/fhir");
    public static final URI ISSUER = URI.create("https://localhost:8443");
    public static final String ORIGIN = "https://127.0.0.1:7443";
    public static final String CREDENTIAL = "the-gateway's-own";

    public final MutableClock clock = MutableClock.at(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    public final AtomicLong nanos = new AtomicLong();
    public final InMemoryAuditLog audit = new InMemoryAuditLog();
    public final FakeUpstream upstream;
    public final InMemoryTransactions transactions = new InMemoryTransactions();
    public final InMemoryRevocations revocations = new InMemoryRevocations(transactions, clock);
    public final RevocationView view = new RevocationView(revocations, clock, nanos::get, Duration.ofSeconds(5));
    public final InMemoryGrants grants = new InMemoryGrants(transactions);
    public final InMemoryPeople people = new InMemoryPeople();
    public final InMemoryClients clients = new InMemoryClients(transactions);
    public final SigningKeys keys;
    public final Forwarder forwarder;
    public final GatewayServer server;
    private final HttpClient http;

    /** The defaults, and the patience that a busy machine's own clients need. */
    public static GatewayLimits limits() {
        GatewayLimits defaults = GatewayLimits.defaults();
        return defaults.withLinger(defaults.connections().lingerBytes(), Duration.ofSeconds(30));
    }

    public Rig() throws Exception {
        this(limits(), log -> log);
    }

    public Rig(GatewayLimits limits) throws Exception {
        this(limits, log -> log);
    }

    public Rig(GatewayLimits limits, UnaryOperator<AuditLog> around) throws Exception {
        this(limits, around, Duration.ofSeconds(1), Duration.ofSeconds(20));
    }

    /** A rig whose upstream may be silent so long, and take so long in all. */
    public Rig(GatewayLimits limits, UnaryOperator<AuditLog> around, Duration silence, Duration total)
            throws Exception {
        this(BASE, limits, around, silence, total);
    }

    /** A rig whose FHIR base the world knows by another address, so that no token here is for it. */
    public static Rig under(URI base, GatewayLimits limits) throws Exception {
        return new Rig(base, limits, log -> log, Duration.ofSeconds(1), Duration.ofSeconds(20));
    }

    private Rig(URI base, GatewayLimits limits, UnaryOperator<AuditLog> around, Duration silence, Duration total)
            throws Exception {
        upstream = new FakeUpstream();
        KeyRing ring = TestKeyRings.fresh();
        keys = new SigningKeys(new InMemorySigningKeyStore(), new Envelopes(ring, new SecureRandom()), clock);
        keys.create(KeyUse.ACCESS_TOKEN, clock.instant().minusSeconds(60));
        keys.create(KeyUse.ID_TOKEN, clock.instant().minusSeconds(60));
        keys.reload();
        for (String id : List.of("app", "clinic", "backend", "other")) {
            clients.add(client(id));
        }
        people.put(new Person(new PersonId("anna"), "Anna", "Patient/p1", Set.of("patient"), Set.of("p1"), true));
        people.put(new Person(
                new PersonId("drew"), "Drew", "Practitioner/d1", Set.of("clinician"), Set.of("p1", "p2"), true));
        grants.add(grant("g-anna", "app", "anna", "p1"));
        grants.add(grant("g-drew", "clinic", "drew", null));
        grants.add(grant("g-other", "other", "anna", "p1"));
        view.refresh();
        UpstreamSettings to = new UpstreamSettings(
                upstream.base(), new Secret(CREDENTIAL), TestTls.client(), Duration.ofSeconds(1), silence, total, 64);
        forwarder = new Forwarder(to, base.getHost(), TracerProvider.noop().get("test"));
        server = new GatewayServer(
                new GatewaySettings(base, "127.0.0.1", 0, TestTls.material(), to, ISSUER, limits, Peers.NONE),
                new GatewayPorts(
                        new Recording(around.apply(audit), new RefusalFlood(clock, 5, Duration.ofMinutes(1))),
                        new Registers(view, grants, people, clients),
                        new TokenVerification(
                                kid -> keys.verificationKey(kid, KeyUse.ACCESS_TOKEN), SignatureProvider.fastOrNull()),
                        new Handles(ring, new SecureRandom(), Purpose.PAGE_HANDLE),
                        roles::get,
                        new Surroundings((request, response) -> {}, handler -> handler),
                        clock),
                forwarder);
        server.start();
        http = HttpClient.newBuilder()
                .sslContext(TestTls.client())
                .connectTimeout(Duration.ofSeconds(5))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /** The role definitions in force; a test replaces them. */
    public final AtomicReference<RoleDefinitions> roles = new AtomicReference<>(defaultRoles());

    private static RoleDefinitions defaultRoles() {
        RoleDefinitions.Result result = RoleDefinitions.define(Map.of(
                "patient", List.of("fhirUser", "patient/*.cruds"),
                "clinician",
                        List.of("fhirUser", "user/Patient.cruds", "user/Observation.cruds", "user/Condition.cruds"),
                "administrator", List.of()));
        if (result instanceof RoleDefinitions.Result.Valid valid) {
            return valid.definitions();
        }
        throw new IllegalStateException(result.toString());
    }

    private static Client client(String id) {
        return Client.builder()
                .id(new ClientId(id))
                .name(id)
                .profile(SecurityProfiles.SMART_APP_2026)
                .authentication(new ClientAuthentication.None())
                .grantTypes(Set.of("authorization_code"))
                .redirectUris(List.of("https://127.0.0.1:7443/callback"))
                .origins(Set.of(ORIGIN))
                .scopes(Scopes.NONE)
                .audiences(Set.of(BASE))
                .introspects(Set.of())
                .enabled(true)
                .createdAt(Samples.NOW)
                .build();
    }

    private Grant grant(String id, String client, String person, @org.jspecify.annotations.Nullable String patient) {
        Instant now = clock.instant();
        return Grant.builder()
                .id(new GrantId(id))
                .client(new ClientId(client))
                .person(new PersonId(person))
                .audience(BASE)
                .scopes(Scopes.NONE)
                .launch(new LaunchContext(patient))
                .authTime(now)
                .acr("urn:caregate:aal2")
                .amr(Set.of("pwd", "otp"))
                .createdAt(now)
                .expiresAt(now.plus(Duration.ofDays(92)))
                .build();
    }

    /** Claims of a good token of the patient's app. */
    public JWTClaimsSet.Builder claims(String scope) {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER.toString())
                .subject("anna")
                .audience(BASE.toString())
                .claim("client_id", "app")
                .claim("scope", scope)
                .claim("grant", "g-anna")
                .claim("profile", "SmartApp2026")
                .claim("rv", Math.max(0, view.version()))
                .jwtID("jti-" + System.nanoTime())
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(clock.instant().plusSeconds(300)));
    }

    public String sign(JWTClaimsSet.Builder claims) {
        return keys.sign(KeyUse.ACCESS_TOKEN, new JOSEObjectType("at+jwt"), claims.build());
    }

    /** A token of the patient's app, for Patient p1. */
    public String patientToken(String scope) {
        return sign(claims(scope));
    }

    /** A token of the clinician, for the patients on the list. */
    public String clinicianToken(String scope) {
        return sign(claims(scope).subject("drew").claim("client_id", "clinic").claim("grant", "g-drew"));
    }

    /** A token without a person. */
    public String systemToken(String scope) {
        return sign(claims(scope)
                .subject("backend")
                .claim("client_id", "backend")
                .claim("grant", null)
                .claim("profile", "SmartBackend2026"));
    }

    public void revoke(Kind kind, String value) {
        revocations.revoke(kind, value, clock.instant(), clock.instant().plus(Duration.ofDays(1)), "TEST");
    }

    public URI uri(String path) {
        return URI.create("https://localhost:" + server.port() + path);
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    public HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
        return send(request(path).header("Authorization", "Bearer " + token));
    }

    public HttpResponse<String> write(String method, String path, String token, String body, String... fields)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/fhir+json")
                .method(method, BodyPublishers.ofString(body));
        return send(fields.length == 0 ? request : request.headers(fields));
    }

    public HttpClient http() {
        return http;
    }

    /** The entries of the exchange that this answer belongs to; waits a moment for the completion that follows it. */
    public List<AuditEntry> entries(HttpResponse<?> response) {
        return audit.entriesOf(response.headers().firstValue("X-Request-Id").orElseThrow());
    }

    /** As {@link #entries}, once there are that many. */
    public List<AuditEntry> entries(HttpResponse<?> response, int count) throws InterruptedException {
        for (int i = 0; i < 200 && entries(response).size() < count; i++) {
            Thread.sleep(10);
        }
        return entries(response);
    }

    @Override
    public void close() {
        server.close();
        forwarder.close();
        upstream.close();
    }
}
