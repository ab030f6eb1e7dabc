package org.caregate.registry.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.caregate.registry.Samples.client;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.Samples;
import org.caregate.registry.credential.StoredCredential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every store of clients must do. */
public abstract class ClientsContract {
    /** An empty store. */
    protected abstract Clients clients();

    static Stream<ClientAuthentication> everyAuthentication() {
        return Stream.of(
                new ClientAuthentication.None(),
                new ClientAuthentication.SecretBasic(new StoredCredential(1, "abc")),
                new ClientAuthentication.SecretBasic(
                        new StoredCredential(2, "def"),
                        new ClientAuthentication.PreviousSecret(
                                new StoredCredential(1, "abc"), Instant.parse("2026-11-24T00:00:00Z"))),
                new ClientAuthentication.KeysByValue("{\"keys\":[]}"),
                new ClientAuthentication.KeysByUrl(URI.create("https://app.example.org/jwks")));
    }

    @ParameterizedTest
    @MethodSource("everyAuthentication")
    void addedClient_isFoundAsItWas(ClientAuthentication authentication) {
        Clients clients = clients();
        Client client = client(new ClientId("app"), authentication);
        clients.add(client);
        assertThat(clients.find(client.id())).contains(client);
        assertThat(clients.all()).containsExactly(client);
    }

    @Test
    void unknownClient_isEmpty() {
        assertThat(clients().find(new ClientId("nobody"))).isEmpty();
    }

    @Test
    void clientIds_areComparedExactly() {
        Clients clients = clients();
        clients.add(client(Samples.APP));
        assertThat(clients.find(new ClientId("APP"))).isEmpty();
        assertThat(clients.find(new ClientId("app "))).isEmpty();
    }

    @Test
    void secondClientOfTheSameId_isRefused() {
        Clients clients = clients();
        clients.add(client(Samples.APP));
        assertThatThrownBy(() -> clients.add(client(Samples.APP))).isInstanceOf(RuntimeException.class);
    }

    @Test
    void switchedOffClient_isStillFound_andSaysSo() {
        Clients clients = clients();
        clients.add(client(Samples.APP));
        assertThat(clients.setEnabled(Samples.APP, false)).isTrue();
        assertThat(clients.find(Samples.APP))
                .hasValueSatisfying(client -> assertThat(client.enabled()).isFalse());
        assertThat(clients.setEnabled(new ClientId("nobody"), false)).isFalse();
    }

    @Test
    void originOfAnEnabledClient_isRegistered_andNoOther() {
        Clients clients = clients();
        clients.add(client(Samples.APP));
        assertThat(clients.isRegisteredOrigin("https://127.0.0.1:7443")).isTrue();
        assertThat(clients.isRegisteredOrigin("https://127.0.0.1:7444")).isFalse();
        assertThat(clients.isRegisteredOrigin("https://127.0.0.1")).isFalse();
        assertThat(clients.isRegisteredOrigin("null")).isFalse();
        clients.setEnabled(Samples.APP, false);
        assertThat(clients.isRegisteredOrigin("https://127.0.0.1:7443")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("everyAuthentication")
    void changedClient_isFoundAsItBecame(ClientAuthentication authentication) {
        Clients clients = clients();
        Client before = client(Samples.APP, authentication);
        clients.add(before);
        Client after = Client.builder()
                .id(before.id())
                .name("Another name")
                .profile(before.profile())
                .authentication(authentication)
                .grantTypes(Set.of("authorization_code"))
                .redirectUris(List.of("https://other.example.org/cb"))
                .origins(Set.of("https://other.example.org"))
                .scopes(Scopes.NONE)
                .audiences(Set.of())
                .introspects(Set.of(URI.create("https://other.example.org/fhir")))
                .createdAt(before.createdAt())
                .build();
        assertThat(clients.change(after)).isTrue();
        assertThat(clients.find(Samples.APP)).contains(after);
        assertThat(clients.lock(Samples.APP)).contains(after);
    }

    @Test
    void replacedSecret_isKeptBesideTheNewOne() {
        Clients clients = clients();
        StoredCredential old = new StoredCredential(1, "abc");
        clients.add(client(Samples.APP, new ClientAuthentication.SecretBasic(old)));
        Client after = client(
                Samples.APP,
                new ClientAuthentication.SecretBasic(
                        new StoredCredential(2, "def"),
                        new ClientAuthentication.PreviousSecret(old, Instant.parse("2026-11-24T00:00:00Z"))));
        assertThat(clients.change(after)).isTrue();
        assertThat(clients.find(Samples.APP)).contains(after);
    }

    @Test
    void anotherWayToAuthenticate_isAnotherClient() {
        Clients clients = clients();
        Client before = client(Samples.APP);
        clients.add(before);
        assertThat(clients.change(before.withAuthentication(new ClientAuthentication.KeysByValue("{\"keys\":[]}"))))
                .isFalse();
        assertThat(clients.find(Samples.APP)).contains(before);
    }

    @Test
    void clientThatIsNotThere_isNeitherChangedNorLocked() {
        Clients clients = clients();
        assertThat(clients.change(client(Samples.APP))).isFalse();
        assertThat(clients.lock(Samples.APP)).isEmpty();
        assertThat(clients.all()).isEmpty();
    }

    @Test
    void pages_goOnWhereTheLastEnded_andNoneIsLongerThanAsked() {
        Clients clients = clients();
        for (String id : List.of("b", "a", "C", "d")) {
            clients.add(client(new ClientId(id), new ClientAuthentication.None()));
        }
        List<Client> first = clients.page(null, 3);
        assertThat(first).extracting(client -> client.id().value()).containsExactly("C", "a", "b");
        assertThat(clients.page(first.getLast().id(), 3))
                .extracting(client -> client.id().value())
                .containsExactly("d");
        assertThat(clients.page(new ClientId("d"), 3)).isEmpty();
    }
}
