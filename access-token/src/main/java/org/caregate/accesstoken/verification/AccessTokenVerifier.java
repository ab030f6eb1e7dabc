package org.caregate.accesstoken.verification;

import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.security.Provider;
import java.text.ParseException;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.caregate.policy.decision.Caller;
import org.caregate.policy.decision.CallerAuthentication;
import org.caregate.policy.decision.DenyReason;
import org.caregate.policy.decision.Unauthenticated;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.PersonId;
import org.caregate.protocol.scope.ScopeParse;
import org.caregate.protocol.scope.ScopeParser;
import org.caregate.protocol.token.TokenClaims;
import org.jspecify.annotations.Nullable;

/** Verifies JWT access tokens (RFC 9068 §4): every {@link VerificationRules rule} in order, then the claims this server's tokens have. */
final class AccessTokenVerifier extends CallerAuthentication {
    private static final int MAX_CLAIM_LENGTH = 200;

    private final VerificationKeys keys;
    private final Clock clock;
    private final List<VerificationRule> rules;

    AccessTokenVerifier(VerificationKeys keys, URI issuer, Clock clock, @Nullable Provider signatureProvider) {
        this(keys, clock, VerificationRules.inOrder(issuer, signatureProvider));
    }

    AccessTokenVerifier(VerificationKeys keys, Clock clock, List<VerificationRule> rules) {
        this.keys = keys;
        this.clock = clock;
        this.rules = List.copyOf(rules);
    }

    /** Verifies everything that the token itself can tell, whatever its audience and though it may have expired. */
    Caller verify(String text) {
        Optional<PresentedToken> parsed = PresentedToken.parse(text, keys, clock.instant());
        if (parsed.isEmpty()) {
            return new Unauthenticated(DenyReason.TOKEN_MALFORMED);
        }
        PresentedToken token = parsed.get();
        for (VerificationRule rule : rules) {
            Optional<DenyReason> refusal = rule.refusal(token);
            if (refusal.isPresent()) {
                return new Unauthenticated(refusal.get());
            }
        }
        return token.claims()
                .flatMap(AccessTokenVerifier::read)
                .<Caller>map(claims -> authenticated(claims, token.header().getKeyID()))
                .orElseGet(() -> new Unauthenticated(DenyReason.TOKEN_CLAIMS));
    }

    /** The claims of a token of this server; empty when one is missing or not as the issuer writes it. */
    private static Optional<TokenClaims> read(JWTClaimsSet claims) {
        try {
            String subject = claims.getSubject();
            String client = claims.getStringClaim("client_id");
            String scope = claims.getStringClaim("scope");
            String tokenId = claims.getJWTID();
            String profile = claims.getStringClaim("profile");
            String grant = claims.getStringClaim("grant");
            Long revocations = claims.getLongClaim("rv");
            Date issued = claims.getIssueTime();
            Date expires = claims.getExpirationTime();
            boolean complete = isPresent(subject)
                    && isPresent(client)
                    && isPresent(tokenId)
                    && isPresent(profile)
                    && (grant == null || isPresent(grant))
                    && revocations != null
                    && issued != null
                    && expires != null
                    && claims.getAudience().size() == 1;
            if (!complete || scope == null || !(ScopeParser.parse(scope) instanceof ScopeParse.Parsed parsed)) {
                return Optional.empty();
            }
            return Optional.of(new TokenClaims(
                    tokenId,
                    new TokenClaims.Holder(
                            new ClientId(client),
                            grant == null ? null : new PersonId(subject),
                            grant == null ? null : new GrantId(grant),
                            profile),
                    parsed.scopes(),
                    claims.getAudience().getFirst(),
                    issued.toInstant(),
                    expires.toInstant(),
                    Objects.requireNonNull(revocations)));
        } catch (ParseException | IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static boolean isPresent(@Nullable String value) {
        return value != null && !value.isEmpty() && value.length() <= MAX_CLAIM_LENGTH;
    }
}
