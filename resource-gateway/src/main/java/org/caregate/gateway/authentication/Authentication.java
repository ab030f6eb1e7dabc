package org.caregate.gateway.authentication;

import java.net.URI;
import java.security.Provider;
import java.time.Clock;
import org.caregate.gateway.authentication.BearerCredential.Absent;
import org.caregate.gateway.authentication.BearerCredential.Presented;
import org.caregate.gateway.authentication.Verification.Rejected;
import org.caregate.gateway.authentication.Verification.Verified;
import org.caregate.policy.decision.Caller;
import org.caregate.policy.decision.CallerAuthentication;
import org.caregate.policy.decision.Unauthenticated;
import org.jspecify.annotations.Nullable;

/** Identifies callers by what their token proves; whether it was revoked is one of the facts that the decision needs. */
public final class Authentication extends CallerAuthentication {
    private final VerifiedTokens tokens;

    /**
     * Authentication for one audience.
     *
     * @param signatureProvider the JCA provider for signatures; null for the JDK's own
     * @param rememberedTokens how many verified tokens are remembered at most
     */
    public Authentication(
            VerificationKeys keys,
            URI issuer,
            URI audience,
            Clock clock,
            @Nullable Provider signatureProvider,
            int rememberedTokens) {
        this.tokens = new VerifiedTokens(
                new AccessTokenVerifier(keys, issuer, audience, clock, signatureProvider),
                keys,
                clock,
                rememberedTokens);
    }

    /** Who presents this credential. */
    public Caller identify(BearerCredential credential) {
        return switch (credential) {
            case Absent absent -> new Unauthenticated(absent.reason());
            case Presented presented ->
                switch (tokens.verify(presented.token())) {
                    case Rejected rejected -> new Unauthenticated(rejected.reason());
                    case Verified verified -> authenticated(verified.claims());
                };
        };
    }
}
