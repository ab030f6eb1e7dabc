package org.caregate.administration.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.caregate.administration.operation.Operator;
import org.caregate.audit.AuditUnavailableException;
import org.caregate.audit.InMemoryAuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.crypto.credential.Credential;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.credential.KeyedHash;
import org.caregate.crypto.keyfile.TestKeyRings;
import org.caregate.protocol.ClientId;
import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.ClientAuthentication;
import org.caregate.registry.client.ClientMetadata;
import org.caregate.registry.client.InMemoryClients;
import org.caregate.registry.resource.ResourceServer;
import org.caregate.registry.resource.ResourceServers;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.testing.MutableClock;
import org.junit.jupiter.api.Test;

class AddClientTests {
    private static final String APP = """
            {"client_id":"chart","client_name":"Growth chart","redirect_uris":["https://app.example.org/cb"],
             "token_endpoint_auth_method":"%s","scope":"openid patient/Observation.rs"}""";

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryClients clients = new InMemoryClients(transactions);
    private final InMemoryAuditLog audit = new InMemoryAuditLog();
    private final CredentialHasher hasher = new CredentialHasher(TestKeyRings.fresh());
    private final Operator operator = Operator.atCommandLine("ada");
    private final AddClient adding = new AddClient(
            clients,
            new ResourceServers(List.of(
                    new ResourceServer(URI.create("https://api.example.org/fhir"), ResourceServer.Kind.FHIR_R4))),
            hasher,
            new SecureRandom(),
            new AuditedTransactions(transactions, audit, MutableClock.at(Instant.parse("2026-11-23T10:00:00Z"))));

    private ClientMetadata metadata(String json) {
        return switch (adding.read(json)) {
            case ClientMetadata.Result.Valid(ClientMetadata metadata) -> metadata;
            case ClientMetadata.Result.Invalid(List<String> problems) -> throw new AssertionError(problems.toString());
        };
    }

    private AddClient.Result add(String method) {
        return adding.add(metadata(APP.formatted(method)), operator);
    }

    @Test
    void publicApp_isAdded_withoutSecret_andWithItsEntry() {
        assertThat(add("none")).isEqualTo(new AddClient.Result.Added(new ClientId("chart"), null));
        assertThat(clients.find(new ClientId("chart")))
                .hasValueSatisfying(client -> assertThat(client.origins()).containsExactly("https://app.example.org"));
        assertThat(audit.lastEntry().action()).isEqualTo(Action.CLIENT_ADDED);
        assertThat(audit.lastEntry().client()).isEqualTo("chart");
    }

    @Test
    void generatedSecret_isToldOnce_andStoredAsAKeyedHashAlone() {
        AddClient.Result result = add("client_secret_basic");
        assertThat(result.toString()).doesNotContain("cgs_");
        String secret = Objects.requireNonNull(((AddClient.Result.Added) result).secret());
        Client client = clients.find(new ClientId("chart")).orElseThrow();
        assertThat(client.authentication()).isInstanceOfSatisfying(ClientAuthentication.SecretBasic.class, stored -> {
            assertThat(secret).doesNotContain(stored.secret().hash());
            assertThat(hasher.matches(
                            Credential.parse(Credential.CLIENT_SECRET, secret).orElseThrow(),
                            new KeyedHash(
                                    stored.secret().keyVersion(),
                                    stored.secret().hash())))
                    .isTrue();
        });
    }

    @Test
    void takenId_isRefused() {
        add("none");
        assertThat(add("none")).isEqualTo(new AddClient.Result.Refused("client_id chart is taken"));
    }

    @Test
    void clientThatCannotBeAudited_isNotAdded() {
        audit.failFromNowOn();
        assertThatThrownBy(() -> add("none")).isInstanceOf(AuditUnavailableException.class);
        assertThat(clients.all()).isEmpty();
    }

    @Test
    void audienceOfAnotherDeployment_isAProblem() {
        String json = APP.formatted("none")
                .replace("\"scope\"", "\"caregate_audiences\":[\"https://else.example.org\"],\"scope\"");
        assertThat(adding.read(json)).isInstanceOf(ClientMetadata.Result.Invalid.class);
    }
}
