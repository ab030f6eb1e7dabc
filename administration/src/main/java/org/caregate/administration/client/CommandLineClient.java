package org.caregate.administration.client;

import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.profile.SecurityProfiles;
import org.caregate.protocol.scope.AdminScope;
import org.caregate.protocol.scope.NamedScope;
import org.caregate.protocol.scope.Scope;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.ClientAuthentication;
import org.caregate.registry.client.Clients;
import org.caregate.registry.resource.ResourceServer;
import org.caregate.registry.transaction.Transactions;

/** The client that {@code caregate login} is: public, so there is nothing to keep, and the same in every deployment. */
public final class CommandLineClient {
    /** Its name. */
    public static final ClientId ID = new ClientId("caregate-cli");

    /** Where the browser brings the code: any port, on this machine (RFC 8252 §7.3). */
    public static final List<String> REDIRECT_URIS = List.of("http://127.0.0.1/callback", "http://[::1]/callback");

    private CommandLineClient() {}

    /** What it asks for: who you are, a short stay, and every right that your roles leave. */
    public static Scopes scopes() {
        List<Scope> scopes = new ArrayList<>(List.of(NamedScope.OPENID, NamedScope.OFFLINE_ACCESS));
        scopes.addAll(List.of(AdminScope.values()));
        return new Scopes(scopes);
    }

    /** Registers it for that issuer, or holds it to this version's registration; whether it is switched on stays as it is. */
    public static void ensure(
            URI issuer, Transactions transactions, Clients clients, AuditLog audit, String exchangeId, Clock clock) {
        try {
            register(issuer, transactions, clients, audit, exchangeId, clock);
        } catch (RuntimeException collided) { // another node starts at the same moment
            if (clients.find(ID).isEmpty()) {
                throw collided;
            }
            register(issuer, transactions, clients, audit, exchangeId, clock);
        }
    }

    private static void register(
            URI issuer, Transactions transactions, Clients clients, AuditLog audit, String exchangeId, Clock clock) {
        transactions.inTransaction(() -> {
            Optional<Client> before = clients.lock(ID);
            Client wanted = Client.builder()
                    .id(ID)
                    .name("Caregate command line")
                    .profile(SecurityProfiles.COMMAND_LINE_2026)
                    .authentication(new ClientAuthentication.None())
                    .grantTypes(Set.of("authorization_code", "refresh_token"))
                    .redirectUris(REDIRECT_URIS)
                    .origins(Set.of())
                    .scopes(scopes())
                    .audiences(Set.of(ResourceServer.administration(issuer).identifier()))
                    .introspects(Set.of())
                    .enabled(before.map(Client::enabled).orElse(true))
                    .createdAt(before.map(Client::createdAt).orElseGet(clock::instant))
                    .build();
            if (before.isEmpty()) {
                clients.add(wanted);
            } else if (before.get().equals(wanted) || !clients.change(wanted)) {
                return;
            }
            audit.enlist(AuditEntry.of(
                            clock.instant(),
                            exchangeId,
                            before.isEmpty() ? Action.CLIENT_ADDED : Action.CLIENT_CHANGED,
                            Outcome.PERMITTED)
                    .client(ID.value())
                    .profile(wanted.profile().name())
                    .scopes(wanted.scopes().text())
                    .detail("by", "caregate serve")
                    .build());
        });
    }
}
