package org.caregate.authorization.authorize;

import org.caregate.registry.revocation.IssuanceFence;

/**
 * The steps that a request takes when it starts and each time it continues.
 *
 * @param fence first in each transaction that issues on an answer
 */
public record AuthorizationSteps(
        AttemptFacts facts,
        AuthorizationDecision decision,
        AuthorizationResponses responses,
        WaitingAuthorizations waiting,
        AuthorizationAudit audit,
        IssuanceFence fence) {}
