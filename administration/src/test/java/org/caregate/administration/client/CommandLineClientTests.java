package org.caregate.administration.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.Set;
import org.caregate.audit.InMemoryAuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.InMemoryClients;
import org.caregate.testing.MutableClock;
import org.junit.jupiter.api.Test;

class CommandLineClientTests {
    private static final URI ISSUER = URI.create("https://auth.example.org");

    private final MutableClock clock = MutableClock.at(Instant.parse("2026-11-23T10:00:00Z"));
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryClients clients = new InMemoryClients(transactions);
    private final InMemoryAuditLog audit = new InMemoryAuditLog();

    private Client ensured() {
        CommandLineClient.ensure(ISSUER, transactions, clients, audit, "start", clock);
        return clients.find(CommandLineClient.ID).orElseThrow();
    }

    @Test
    void commandLine_isRegisteredOnce_forTheAdministrationAlone() {
        Client client = ensured();

        assertThat(client.audiences()).containsExactly(URI.create("https://auth.example.org/admin/v1"));
        assertThat(client.redirectUris()).containsExactlyElementsOf(CommandLineClient.REDIRECT_URIS);
        assertThat(client.scopes().text()).contains("admin/clients.write", "offline_access");
        assertThat(ensured()).isEqualTo(client);
        assertThat(audit.entries()).extracting(AuditEntry::action).containsExactly(Action.CLIENT_ADDED);
    }

    @Test
    void whoSwitchedItOff_findsItOff_afterTheNextStart() {
        Client client = ensured();
        transactions.inTransaction(() -> {
            clients.change(client.withEnabled(false));
        });

        assertThat(ensured().enabled()).isFalse();
    }

    @Test
    void registrationOfAnotherVersion_isBroughtUpToDate_andTheLogSaysSo() {
        Client client = ensured();
        transactions.inTransaction(() -> {
            clients.change(client.toBuilder()
                    .name("Older")
                    .audiences(Set.of())
                    .introspects(Set.of())
                    .enabled(true)
                    .build());
        });

        assertThat(ensured()).isEqualTo(client);
        assertThat(audit.entries())
                .extracting(AuditEntry::action)
                .containsExactly(Action.CLIENT_ADDED, Action.CLIENT_CHANGED);
    }
}
