package org.caregate.server.http;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.caregate.administration.http.AdministrationApi;
import org.caregate.audit.AuditLog;
import org.caregate.audit.AuditReceipt;
import org.caregate.audit.PromisedReceipt;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.flood.RefusalFlood;
import org.caregate.audit.flood.StrangersLog;
import org.caregate.authorization.http.Endpoint;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.identity.IdentitySettings;
import org.caregate.identity.invitation.Invitations;
import org.caregate.identity.invitation.LinkAuthority;
import org.caregate.identity.password.PasswordCredentials;
import org.caregate.identity.people.PatientLists;
import org.caregate.identity.people.PersonAccounts;
import org.caregate.identity.picker.PatientNames;
import org.caregate.identity.secondfactor.TotpCredentials;
import org.caregate.identity.session.SessionStore;
import org.caregate.identity.throttle.AttemptCounters;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.registry.client.Clients;
import org.caregate.registry.grant.Grants;
import org.caregate.registry.pending.PendingAuthorizations;
import org.caregate.registry.revocation.IssuanceFence;
import org.caregate.registry.revocation.Revocations;
import org.caregate.registry.transaction.Transactions;
import org.caregate.server.setup.SetUp;
import org.eclipse.jetty.server.Handler;
import org.springframework.context.support.GenericApplicationContext;

/** What the node gives the issuer's listener; each part is asked for late, so that the listener is prepared while the database starts. */
public record IssuerParts(
        Supplier<Endpoint> endpoint,
        Supplier<AdministrationApi> administration,
        Supplier<PersonAccounts> accounts,
        Supplier<PasswordCredentials> passwords,
        Supplier<TotpCredentials> codes,
        Supplier<Invitations> invitations,
        Supplier<SetUp> setUp,
        Supplier<SessionStore> sessions,
        Supplier<AttemptCounters> attempts,
        Supplier<PendingAuthorizations> pending,
        Supplier<Clients> clients,
        Supplier<Grants> grants,
        Supplier<Revocations> revocations,
        Supplier<IssuanceFence> fence,
        Supplier<Transactions> transactions,
        Supplier<AuditLog> audit,
        Supplier<RefusalFlood> flood,
        Supplier<RoleDefinitions> roles,
        PatientLists lists,
        PatientNames names,
        KeyRing ring,
        IdentitySettings identity,
        MeterRegistry metrics,
        UnaryOperator<Handler> around,
        Clock clock) {
    void registerIn(GenericApplicationContext context) {
        context.registerBean(Endpoint.class, endpoint);
        context.registerBean(AdministrationApi.class, administration);
        context.registerBean(PersonAccounts.class, accounts);
        context.registerBean(PasswordCredentials.class, passwords);
        context.registerBean(TotpCredentials.class, codes);
        context.registerBean(Invitations.class, invitations);
        context.registerBean(SessionStore.class, sessions);
        context.registerBean(AttemptCounters.class, attempts);
        context.registerBean(PendingAuthorizations.class, pending);
        context.registerBean(Clients.class, clients);
        context.registerBean(Grants.class, grants);
        context.registerBean(Revocations.class, revocations);
        context.registerBean(IssuanceFence.class, fence);
        context.registerBean(Transactions.class, transactions);
        context.registerBean(AuditLog.class, () -> new BorrowedLog(audit.get()));
        context.registerBean(StrangersLog.class, () -> new StrangersLog(audit.get(), flood.get()));
        context.registerBean(LinkAuthority.class, () -> new LinkAuthority(accounts.get(), clients.get(), roles));
        context.registerBean(PatientLists.class, () -> lists);
        context.registerBean(PatientNames.class, () -> names);
        context.registerBean(KeyRing.class, () -> ring);
        context.registerBean(IdentitySettings.class, () -> identity);
        context.registerBean(Clock.class, () -> clock);
    }

    /** The node's log: Spring would close whatever can be closed, and the node's last entries come after the pages are gone. */
    private record BorrowedLog(AuditLog log) implements AuditLog {
        @Override
        public AuditReceipt record(AuditEntry entry) {
            return log.record(entry);
        }

        @Override
        public PromisedReceipt submit(AuditEntry entry) {
            return log.submit(entry);
        }

        @Override
        public void follow(AuditEntry entry) {
            log.follow(entry);
        }

        @Override
        public void enlist(AuditEntry entry) {
            log.enlist(entry);
        }
    }
}
