package org.caregate.authorization.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.caregate.authorization.TestServer.ANNA;
import static org.caregate.authorization.TestServer.FHIR;
import static org.caregate.authorization.TestServer.PUBLIC_APP;
import static org.caregate.authorization.TestServer.RESOURCE_SERVER;
import static org.caregate.authorization.TestServer.json;
import static org.caregate.authorization.TestServer.member;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.authorization.Launch;
import org.caregate.authorization.TestServer;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.crypto.credential.Credential;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.profile.SecurityProfiles;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.ClientAuthentication.SecretBasic;
import org.caregate.registry.revocation.Revocation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What changes between a look at the registry and the entry counts at once; what changed before it too. */
class ChangedMeanwhileTests {
    private static final ClientId SERVICE = new ClientId("service");

    private final TestServer server = new TestServer();
    private final Credential secret = Credential.generate(Credential.CLIENT_SECRET, new SecureRandom());

    @BeforeEach
    void registerServiceAndCacheIt() {
        server.clients.add(Client.builder()
                .id(SERVICE)
                .name("Service")
                .profile(SecurityProfiles.SERVICE_2026)
                .authentication(new SecretBasic(server.hashed(secret)))
                .grantTypes(Set.of("client_credentials"))
                .redirectUris(List.of())
                .origins(Set.of())
                .scopes(TestServer.scopes("system/Patient.rs"))
                .audiences(Set.of(FHIR))
                .introspects(Set.of())
                .enabled(true)
                .createdAt(server.clock.instant())
                .build());
        assertThat(token(secret).status()).isEqualTo(200);
    }

    private EndpointResponse token(Credential with) {
        return server.post(
                "/oauth2/token",
                Map.of("grant_type", "client_credentials", "scope", "system/Patient.rs"),
                basic(SERVICE, with.text()));
    }

    private EndpointResponse introspect(String token) {
        return server.post("/oauth2/introspect", Map.of("token", token), basic(RESOURCE_SERVER, server.appSecret));
    }

    private static Map<String, String> basic(ClientId client, String secret) {
        String pair = client.value() + ":" + secret;
        return Map.of(
                "authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    private Client service() {
        return server.clients.find(SERVICE).orElseThrow();
    }

    /** As another node does it: committed with the version, and this node has not heard of it yet. */
    private void change(Client to) {
        server.transactions.inTransaction(() -> {
            server.clients.change(to);
            return server.revocations.registryChanged();
        });
    }

    /** Happens once, after the decision and before its entry has a receipt. */
    private void beforeTheReceipt(Runnable happens) {
        AtomicBoolean happened = new AtomicBoolean();
        server.audit.revocationVersionOf(() -> {
            if (happened.compareAndSet(false, true)) {
                happens.run();
            }
            return server.revocations.head();
        });
    }

    @Test
    void clientDisabledBeforeTheReceipt_getsNoToken_andTheLogNamesBoth() {
        beforeTheReceipt(() -> change(service().withEnabled(false)));
        EndpointResponse response = token(secret);
        assertThat(response.status()).isEqualTo(401);
        assertThat(json(response)).containsEntry("error", "invalid_client").doesNotContainKey("access_token");
        List<AuditEntry> entries = server.audit.entriesOf(server.lastEntry().exchangeId());
        assertThat(entries).extracting(AuditEntry::outcome).containsExactly(Outcome.PERMITTED, Outcome.REFUSED);
        assertThat(server.lastReason()).isEqualTo("CLIENT_CHANGED");
        assertThat(token(secret).status()).isEqualTo(401);
        assertThat(server.lastReason()).isEqualTo("CLIENT_DISABLED");
    }

    @Test
    void clientDisabledElsewhere_getsNoToken_thoughItIsStillCached() {
        change(service().withEnabled(false));
        assertThat(token(secret).status()).isEqualTo(401);
    }

    @Test
    void secretReplacedElsewhere_isGoodAtOnce_andTheOldOneIsNot() {
        Credential next = Credential.generate(Credential.CLIENT_SECRET, new SecureRandom());
        change(service().withAuthentication(new SecretBasic(server.hashed(next))));
        assertThat(token(next).status()).isEqualTo(200);
        assertThat(token(secret).status()).isEqualTo(401);
    }

    @Test
    void changeOfSomethingElse_costsNobodyAToken() {
        beforeTheReceipt(() -> server.revocations.registryChanged());
        assertThat(token(secret).status()).isEqualTo(200);
    }

    @Test
    void tokenRevokedBeforeTheReceipt_isAnsweredAsNotActive_andTheLogNamesBoth() {
        String token = member(new Launch(server, PUBLIC_APP, ANNA).tokens(), "access_token");
        assertThat(json(introspect(token))).containsEntry("active", true);
        beforeTheReceipt(() -> server.revocations.revoke(
                Revocation.Kind.CLIENT,
                PUBLIC_APP.value(),
                server.clock.instant(),
                server.clock.instant().plusSeconds(3600),
                "TEST"));
        assertThat(introspect(token).text()).isEqualTo("{\"active\":false}");
        assertThat(server.audit.entriesOf(server.lastEntry().exchangeId()))
                .extracting(AuditEntry::action, AuditEntry::reason)
                .containsExactly(tuple(Action.INTROSPECTION, "ACTIVE"), tuple(Action.INTROSPECTION, "TOKEN_REVOKED"));
    }

    @Test
    void resourceServerDisabledBeforeTheReceipt_learnsNothing() {
        String token = member(new Launch(server, PUBLIC_APP, ANNA).tokens(), "access_token");
        beforeTheReceipt(
                () -> change(server.clients.find(RESOURCE_SERVER).orElseThrow().withEnabled(false)));
        EndpointResponse response = introspect(token);
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.text()).doesNotContain("active");
    }

    private EndpointResponse userinfo(String token) {
        return server.get("/userinfo", Map.of("authorization", "Bearer " + token));
    }

    @Test
    void tokenRevokedBeforeTheReceipt_learnsNothingFromUserinfo_andTheLogNamesBoth() {
        String token = member(new Launch(server, PUBLIC_APP, ANNA).tokens(), "access_token");
        assertThat(json(userinfo(token))).containsEntry("sub", ANNA.value());
        beforeTheReceipt(() -> server.revocations.revoke(
                Revocation.Kind.PERSON,
                ANNA.value(),
                server.clock.instant(),
                server.clock.instant().plusSeconds(3600),
                "TEST"));
        EndpointResponse response = userinfo(token);
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.text()).doesNotContain(ANNA.value());
        assertThat(server.audit.entriesOf(server.lastEntry().exchangeId()))
                .extracting(AuditEntry::action, AuditEntry::outcome)
                .containsExactly(tuple(Action.USERINFO, Outcome.PERMITTED), tuple(Action.USERINFO, Outcome.REFUSED));
        assertThat(server.lastReason()).isEqualTo("TOKEN_REVOKED");
    }

    @Test
    void changeOfSomethingElse_leavesUserinfoAnswered_withOneEntry() {
        String token = member(new Launch(server, PUBLIC_APP, ANNA).tokens(), "access_token");
        beforeTheReceipt(() -> server.revocations.registryChanged());
        assertThat(userinfo(token).status()).isEqualTo(200);
        assertThat(server.audit.entriesOf(server.lastEntry().exchangeId())).hasSize(1);
    }

    @Test
    void clientEnabledElsewhere_isAnsweredByUserinfoAtOnce_sinceNoRefusalRestsOnMemory() {
        String token = member(new Launch(server, PUBLIC_APP, ANNA).tokens(), "access_token");
        change(server.clients.find(PUBLIC_APP).orElseThrow().withEnabled(false));
        assertThat(userinfo(token).status()).isEqualTo(401);
        change(server.clients.find(PUBLIC_APP).orElseThrow().withEnabled(true));
        assertThat(userinfo(token).status()).isEqualTo(200);
    }
}
