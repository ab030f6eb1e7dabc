package org.caregate.server.node;

import java.security.SecureRandom;
import java.time.Clock;
import org.caregate.audit.AuditLog;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.identity.invitation.Inviting;
import org.caregate.identity.people.AccountPeople;
import org.caregate.identity.people.PatientLists;
import org.caregate.registry.person.People;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.registry.transaction.Transactions;
import org.caregate.storage.Database;
import org.caregate.storage.identity.PostgresAttemptCounters;
import org.caregate.storage.identity.PostgresInvitations;
import org.caregate.storage.identity.PostgresPasswordCredentials;
import org.caregate.storage.identity.PostgresPersonAccounts;
import org.caregate.storage.identity.PostgresSessionStore;
import org.caregate.storage.identity.PostgresTotpCredentials;
import org.caregate.storage.registry.PostgresAssertionIds;
import org.caregate.storage.registry.PostgresAuthorizationCodes;
import org.caregate.storage.registry.PostgresClients;
import org.caregate.storage.registry.PostgresGrants;
import org.caregate.storage.registry.PostgresIssuanceFence;
import org.caregate.storage.registry.PostgresPendingAuthorizations;
import org.caregate.storage.registry.PostgresRefreshTokens;
import org.caregate.storage.registry.PostgresRevocations;

/** Every port on the one database. */
public record Stores(
        Transactions transactions,
        PostgresClients clients,
        PostgresGrants grants,
        PostgresAuthorizationCodes codes,
        PostgresRefreshTokens refreshTokens,
        PostgresAssertionIds assertionIds,
        PostgresPendingAuthorizations pending,
        PostgresRevocations revocations,
        PostgresIssuanceFence fence,
        PostgresPersonAccounts accounts,
        PostgresPasswordCredentials passwords,
        PostgresTotpCredentials codeGenerators,
        PostgresInvitations invitations,
        PostgresSessionStore sessions,
        PostgresAttemptCounters attempts,
        People people) {
    /** Makes links into these stores. */
    public Inviting inviting(KeyRing ring, SecureRandom random, AuditLog audit, Clock clock) {
        return new Inviting(
                invitations,
                accounts,
                new CredentialHasher(ring),
                random,
                new AuditedTransactions(transactions, audit, clock));
    }

    /** The ports on that database; patients come from the policy file. */
    public static Stores on(Database database, PatientLists lists) {
        PostgresPersonAccounts accounts = new PostgresPersonAccounts(database);
        return new Stores(
                database.transactions(),
                new PostgresClients(database),
                new PostgresGrants(database),
                new PostgresAuthorizationCodes(database),
                new PostgresRefreshTokens(database),
                new PostgresAssertionIds(database),
                new PostgresPendingAuthorizations(database),
                new PostgresRevocations(database),
                new PostgresIssuanceFence(database),
                accounts,
                new PostgresPasswordCredentials(database),
                new PostgresTotpCredentials(database),
                new PostgresInvitations(database),
                new PostgresSessionStore(database),
                new PostgresAttemptCounters(database),
                new AccountPeople(accounts, lists));
    }
}
