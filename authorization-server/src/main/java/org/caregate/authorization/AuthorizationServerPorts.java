package org.caregate.authorization;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.caregate.audit.AuditLog;
import org.caregate.audit.flood.RefusalFlood;
import org.caregate.authorization.authorize.InteractionPages;
import org.caregate.authorization.client.ClientThrottle;
import org.caregate.authorization.http.LiveSessions;
import org.caregate.authorization.jwks.ClientKeys;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.credential.RefreshSuccessor;
import org.caregate.crypto.credential.SignedTexts;
import org.caregate.crypto.signing.SigningKeys;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.registry.assertion.AssertionIds;
import org.caregate.registry.client.Clients;
import org.caregate.registry.code.AuthorizationCodes;
import org.caregate.registry.grant.Grants;
import org.caregate.registry.pending.PendingAuthorizations;
import org.caregate.registry.person.People;
import org.caregate.registry.refresh.RefreshTokens;
import org.caregate.registry.revocation.IssuanceFence;
import org.caregate.registry.revocation.RevocationView;
import org.caregate.registry.revocation.Revocations;
import org.caregate.registry.transaction.Transactions;

/**
 * Everything the endpoints need from outside. Whatever stores something takes part in {@code transactions}.
 *
 * @param fence first in each transaction that issues on an answer
 * @param sessions the browser sessions that the pages keep
 * @param flood receives refusals of strangers; its owner flushes it
 * @param requests signs what waits for a sign-in without a row
 * @param isTransient whether an exception of those stores says that they cannot be reached just now, which is answered with 503
 */
public record AuthorizationServerPorts(
        Transactions transactions,
        Clients clients,
        AuthorizationCodes codes,
        RefreshTokens refreshTokens,
        AssertionIds assertionIds,
        Grants grants,
        PendingAuthorizations pendings,
        People people,
        Revocations revocations,
        IssuanceFence fence,
        LiveSessions sessions,
        RevocationView revocationView,
        AuditLog audit,
        RefusalFlood flood,
        SigningKeys signingKeys,
        CredentialHasher hasher,
        SignedTexts requests,
        RefreshSuccessor successors,
        Supplier<RoleDefinitions> roles,
        ClientKeys clientKeys,
        ClientThrottle throttle,
        InteractionPages pages,
        SecureRandom random,
        Predicate<RuntimeException> isTransient,
        Clock clock) {}
