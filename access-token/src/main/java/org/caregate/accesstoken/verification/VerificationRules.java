package org.caregate.accesstoken.verification;

import static org.caregate.accesstoken.verification.VerificationRule.demand;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.security.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.caregate.policy.decision.DenyReason;
import org.jspecify.annotations.Nullable;

/**
 * The demands on a token that is seen for the first time, in order (RFC 9068 §4). What is demanded each time it is presented follows in
 * {@link org.caregate.policy.decision.TokenRules}.
 */
final class VerificationRules {
    private VerificationRules() {}

    /** The rules for tokens of that issuer; no rule reads a claim before the signature is verified. */
    static List<VerificationRule> inOrder(URI issuer, @Nullable Provider signatureProvider) {
        return List.of(
                new Es256Alone(),
                new AccessTokenType(),
                new NothingCritical(),
                new PublishedKey(),
                new ValidSignature(signatureProvider),
                new ReadableClaims(),
                new IssuedHere(issuer.toString()),
                new OneAudience(),
                new AlreadyValid());
    }

    /** RFC 8725 §3.1: one algorithm, ours, whatever the header says. */
    record Es256Alone() implements VerificationRule {
        @Override
        public Optional<DenyReason> refusal(PresentedToken token) {
            return demand(JWSAlgorithm.ES256.equals(token.header().getAlgorithm()), DenyReason.TOKEN_ALGORITHM);
        }
    }

    /** RFC 9068 §2.1, §4: {@code at+jwt}, in its short or long form, keeps every other JWT of this issuer from passing for an access token. */
    record AccessTokenType() implements VerificationRule {
        private static final JOSEObjectType SHORT = new JOSEObjectType("at+jwt");
        private static final JOSEObjectType LONG = new JOSEObjectType("application/at+jwt");

        @Override
        public Optional<DenyReason> refusal(PresentedToken token) {
            JOSEObjectType type = token.header().getType();
            return demand(SHORT.equals(type) || LONG.equals(type), DenyReason.TOKEN_WRONG_TYPE);
        }
    }

    /** RFC 7515 §4.1.11: no extension is understood here, so a token that demands one is invalid. */
    record NothingCritical() implements VerificationRule {
        @Override
        public Optional<DenyReason> refusal(PresentedToken token) {
            return demand(token.header().getCriticalParams() == null, DenyReason.TOKEN_SIGNATURE);
        }
    }

    /** A key that is published for access tokens now; retired ones verify nothing. */
    record PublishedKey() implements VerificationRule {
        @Override
        public Optional<DenyReason> refusal(PresentedToken token) {
            return demand(token.key() != null, DenyReason.TOKEN_UNKNOWN_KEY);
        }
    }

    /** RFC 7515 §5.2. */
    static final class ValidSignature implements VerificationRule {
        private final @Nullable Provider provider;
        private volatile @Nullable Prepared prepared; // the last one: almost all tokens are signed by one key

        private record Prepared(ECKey key, JWSVerifier verifier) {}

        ValidSignature(@Nullable Provider provider) {
            this.provider = provider;
        }

        @Override
        public Optional<DenyReason> refusal(PresentedToken token) {
            ECKey key = token.key();
            try {
                return demand(key != null && token.jwt().verify(verifier(key)), DenyReason.TOKEN_SIGNATURE);
            } catch (JOSEException | IllegalArgumentException invalid) {
                return Optional.of(DenyReason.TOKEN_SIGNATURE);
            }
        }

        /** The verifier of that key, by the provider that was chosen. */
        JWSVerifier verifier(ECKey key) throws JOSEException {
            Prepared known = prepared;
            if (known != null && known.key().equals(key)) {
                return known.verifier();
            }
            ECDSAVerifier verifier = new ECDSAVerifier(key);
            if (provider != null) {
                verifier.getJCAContext().setProvider(provider);
            }
            prepared = new Prepared(key, verifier);
            return verifier;
        }
    }

    /** RFC 7519 §7.2: the payload is a JSON object with claims of the right types. */
    record ReadableClaims() implements VerificationRule {
        @Override
        public Optional<DenyReason> refusal(PresentedToken token) {
            return demand(token.claims().isPresent(), DenyReason.TOKEN_CLAIMS);
        }
    }

    /** RFC 9068 §4: {@code iss} is this issuer, exactly. */
    record IssuedHere(String issuer) implements VerificationRule {
        @Override
        public Optional<DenyReason> refusal(PresentedToken token) {
            return demand(
                    token.claims()
                            .map(JWTClaimsSet::getIssuer)
                            .filter(issuer::equals)
                            .isPresent(),
                    DenyReason.TOKEN_WRONG_ISSUER);
        }
    }

    /** ADR 0003: a token is for one resource; which one is asked each time. */
    record OneAudience() implements VerificationRule {
        @Override
        public Optional<DenyReason> refusal(PresentedToken token) {
            return demand(
                    token.claims()
                            .filter(claims -> claims.getAudience().size() == 1)
                            .isPresent(),
                    DenyReason.TOKEN_WRONG_AUDIENCE);
        }
    }

    /** RFC 7519 §4.1.5, §4.1.6: neither {@code iat} nor {@code nbf} lies ahead. The issuer's clock may be five seconds fast; {@code exp} has no leeway. */
    record AlreadyValid() implements VerificationRule {
        private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

        @Override
        public Optional<DenyReason> refusal(PresentedToken token) {
            Instant latest = token.now().plus(CLOCK_SKEW);
            boolean valid = token.claims()
                    .filter(claims -> isBy(claims.getIssueTime(), latest) && isBy(claims.getNotBeforeTime(), latest))
                    .isPresent();
            return demand(valid, DenyReason.TOKEN_NOT_YET_VALID);
        }

        private static boolean isBy(@Nullable Date date, Instant latest) {
            return date == null || !date.toInstant().isAfter(latest);
        }
    }
}
