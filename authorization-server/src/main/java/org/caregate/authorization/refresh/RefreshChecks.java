package org.caregate.authorization.refresh;

import java.util.List;
import org.caregate.authorization.token.TokenCheck;

/** The demands on a refresh whose refusal ends nothing: the token stays unused. */
final class RefreshChecks {
    static final List<TokenCheck<RefreshAttempt>> IN_ORDER = List.of(
            new AliveFamily(), new NotExpired(), new NarrowerScopes(), new SomethingLeft(), new ResourceOfTheGrant());

    private RefreshChecks() {}
}
