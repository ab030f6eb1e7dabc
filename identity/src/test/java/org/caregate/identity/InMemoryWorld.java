package org.caregate.identity;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caregate.audit.InMemoryAuditLog;
import org.caregate.audit.flood.RefusalFlood;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.crypto.keyfile.TestKeyRings;
import org.caregate.identity.invitation.InMemoryInvitations;
import org.caregate.identity.password.InMemoryPasswordCredentials;
import org.caregate.identity.people.InMemoryPersonAccounts;
import org.caregate.identity.people.PatientLists;
import org.caregate.identity.picker.PatientName;
import org.caregate.identity.picker.PatientNames;
import org.caregate.identity.secondfactor.InMemoryTotpCredentials;
import org.caregate.identity.session.InMemorySessionStore;
import org.caregate.identity.session.SessionCookie;
import org.caregate.identity.session.SessionTimeouts;
import org.caregate.identity.throttle.InMemoryAttemptCounters;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.profile.SecurityProfiles;
import org.caregate.protocol.scope.AdminScope;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.ClientAuthentication;
import org.caregate.registry.client.InMemoryClients;
import org.caregate.registry.grant.InMemoryGrants;
import org.caregate.registry.pending.InMemoryPendingAuthorizations;
import org.caregate.registry.revocation.InMemoryRevocations;

/** Every port in memory, with one app, three patients, and cheap passwords. */
public final class InMemoryWorld {
    public static final ClientId APP = new ClientId("heartbeat");
    public static final ClientId ADMIN_APP = new ClientId("caregate");
    public static final ClientId INVITING_SERVICE = new ClientId("inviting-service");
    public static final String REDIRECT_URI = "https://127.0.0.1:7443/callback";

    public final Clock clock;
    public final KeyRing ring = TestKeyRings.fresh();
    public final SecureRandom random = new SecureRandom();
    public final InMemoryTransactions transactions = new InMemoryTransactions();
    public final InMemoryAuditLog audit = new InMemoryAuditLog();
    public final InMemoryPersonAccounts accounts = new InMemoryPersonAccounts();
    public final InMemoryPasswordCredentials passwords = new InMemoryPasswordCredentials();
    public final InMemoryInvitations invitations = new InMemoryInvitations();
    public final InMemoryTotpCredentials codes = new InMemoryTotpCredentials();
    public final InMemorySessionStore sessions = new InMemorySessionStore();
    public final InMemoryAttemptCounters counters = new InMemoryAttemptCounters();
    public final InMemoryClients clients = new InMemoryClients(transactions);
    public final InMemoryGrants grants = new InMemoryGrants(transactions);
    public final InMemoryPendingAuthorizations pending;
    public final InMemoryRevocations revocations;
    public final RoleDefinitions roles = defined();
    public final RefusalFlood flood;
    public final PatientLists lists =
            account -> account.roles().contains("clinician") ? Set.of("p1", "p2", "p3") : Set.of();
    public final PatientNames names = (patients, namesShown) -> namesOf(patients);
    public final IdentitySettings settings = new IdentitySettings(
            SessionTimeouts.DEFAULT, new SessionCookie("caregate", false), Duration.ofDays(92), 1000);

    /** A world whose time is that clock's. */
    public InMemoryWorld(Clock clock) {
        this.clock = clock;
        this.flood = new RefusalFlood(clock, PagesServer.FLOOD_FROM, Duration.ofSeconds(10));
        this.pending = new InMemoryPendingAuthorizations(transactions, clock);
        this.revocations = new InMemoryRevocations(transactions, clock);
        clients.add(client(APP, "Heartbeat", Scopes.NONE, clock));
        clients.add(client(INVITING_SERVICE, "Inviting service", new Scopes(List.of(AdminScope.PEOPLE_WRITE)), clock));
        clients.add(client(ADMIN_APP, "Caregate", new Scopes(List.of(AdminScope.values())), clock));
    }

    private static Client client(ClientId id, String name, Scopes scopes, Clock clock) {
        return Client.builder()
                .id(id)
                .name(name)
                .profile(SecurityProfiles.SMART_APP_2026)
                .authentication(new ClientAuthentication.None())
                .grantTypes(Set.of("authorization_code"))
                .redirectUris(List.of(REDIRECT_URI))
                .origins(Set.of("https://127.0.0.1:7443"))
                .scopes(scopes)
                .audiences(Set.of(URI.create("https://localhost:9443/fhir")))
                .introspects(Set.of())
                .enabled(true)
                .createdAt(clock.instant())
                .build();
    }

    private static RoleDefinitions defined() {
        return switch (RoleDefinitions.define(Map.of(
                "patient", List.of("openid"),
                "clinician", List.of("openid"),
                "administrator", List.of("openid", "admin/people.read", "admin/people.write")))) {
            case RoleDefinitions.Result.Valid(RoleDefinitions valid) -> valid;
            case RoleDefinitions.Result.Invalid(List<String> problems) -> throw new AssertionError(problems.toString());
        };
    }

    private static Map<String, PatientName> namesOf(Collection<String> ids) {
        Map<String, PatientName> known = Map.of(
                "p1", new PatientName("Rosa Martínez", LocalDate.of(1958, 4, 2)),
                "p2", new PatientName("Émile Durand", LocalDate.of(1990, 12, 24)),
                "p3", new PatientName("Adaeze Okafor-Whittington", LocalDate.of(2019, 1, 7)));
        Map<String, PatientName> names = new LinkedHashMap<>();
        ids.forEach(id -> {
            PatientName name = known.get(id);
            if (name != null) {
                names.put(id, name);
            }
        });
        return names;
    }
}
