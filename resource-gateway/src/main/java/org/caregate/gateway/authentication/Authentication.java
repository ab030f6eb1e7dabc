package org.caregate.gateway.authentication;

import java.util.function.Predicate;
import org.caregate.accesstoken.verification.BearerCredential;
import org.caregate.accesstoken.verification.BearerCredential.Absent;
import org.caregate.accesstoken.verification.BearerCredential.Presented;
import org.caregate.accesstoken.verification.VerifiedTokens;
import org.caregate.policy.decision.Caller;
import org.caregate.policy.decision.Unauthenticated;

/** Identifies callers by what their token proves; whether it was revoked is one of the facts that the decision needs. */
public final class Authentication {
    private final VerifiedTokens tokens;
    private final Predicate<String> audience;

    /** Authentication for one audience. */
    public Authentication(VerifiedTokens tokens, String audience) {
        this.tokens = tokens;
        this.audience = audience::equals;
    }

    /** The caller who presents this credential. */
    public Caller identify(BearerCredential credential) {
        return switch (credential) {
            case Absent absent -> new Unauthenticated(absent.reason());
            case Presented presented -> tokens.verify(presented.token(), audience);
        };
    }
}
