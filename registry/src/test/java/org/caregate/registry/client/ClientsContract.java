package org.caregate.registry.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.caregate.registry.Samples.client;

import java.net.URI;
import java.util.stream.Stream;
import org.caregate.protocol.ClientId;
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
}
