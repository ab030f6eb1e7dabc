package org.caregate.registry.client;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;

/** Which public keys can verify which assertions: one rule for registration and for use (RFC 7517 §4, RFC 7518 §3.1). */
final class AssertionKey {
    private static final int MIN_RSA_BITS = 2048; // RFC 7518 §3.3
    /** Verifying costs with the square of the size, and a stranger brings the key. */
    private static final int MAX_RSA_BITS = 8192;

    private static final BigInteger MIN_RSA_EXPONENT = BigInteger.valueOf(65_537); // FIPS 186-5 appendix A.1.1
    private static final int MAX_RSA_EXPONENT_BITS = 256;

    private AssertionKey() {}

    /** Whether a key of that {@code kty} can be one for the algorithm at all. */
    static boolean isOfTypeFor(JWK key, String algorithm) {
        return switch (algorithm) {
            case "RS256", "RS384", "RS512", "PS256", "PS384", "PS512" -> key instanceof RSAKey;
            case "ES256", "ES384", "ES512" -> key instanceof ECKey;
            default -> false; // an algorithm that no profile has
        };
    }

    /** Whether it may verify a signature of that algorithm. */
    static boolean verifies(JWK key, String algorithm) {
        return isOfTypeFor(key, algorithm)
                && isMeantFor(key, algorithm)
                && switch (key) {
                    case RSAKey rsa -> hasSoundSize(rsa);
                    case ECKey ec -> ec.getCurve().equals(curve(algorithm));
                    default -> false;
                };
    }

    /** The first reason, in words, why it can verify none of the algorithms; asked only when it cannot. */
    static String problem(JWK key, Set<String> algorithms) {
        if (algorithms.stream().noneMatch(algorithm -> isOfTypeFor(key, algorithm))) {
            return "its kty is " + key.getKeyType();
        }
        if (!isForSignatures(key)) {
            return "its use or key_ops exclude verifying";
        }
        if (key.getAlgorithm() != null
                && !algorithms.contains(key.getAlgorithm().getName())) {
            return "its alg is another";
        }
        return switch (key) {
            case RSAKey rsa
            when !hasSoundSize(rsa) -> "RSA keys have 2048 to 8192 bits and an odd exponent of at least 65537";
            case ECKey ec -> "its crv is " + ec.getCurve().getName();
            default -> "its alg does not fit the key";
        };
    }

    private static boolean isMeantFor(JWK key, String algorithm) {
        return isForSignatures(key)
                && (key.getAlgorithm() == null || key.getAlgorithm().getName().equals(algorithm));
    }

    private static boolean isForSignatures(JWK key) {
        boolean use = key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE);
        Optional<Set<KeyOperation>> operations = Optional.ofNullable(key.getKeyOperations());
        return use && operations.map(all -> all.contains(KeyOperation.VERIFY)).orElse(true);
    }

    private static boolean hasSoundSize(RSAKey key) {
        BigInteger exponent = key.getPublicExponent().decodeToBigInteger();
        return key.size() >= MIN_RSA_BITS
                && key.size() <= MAX_RSA_BITS
                && key.getModulus().decodeToBigInteger().testBit(0)
                && exponent.compareTo(MIN_RSA_EXPONENT) >= 0
                && exponent.testBit(0)
                && exponent.bitLength() <= MAX_RSA_EXPONENT_BITS;
    }

    private static Curve curve(String algorithm) {
        return switch (algorithm) {
            case "ES256" -> Curve.P_256;
            case "ES384" -> Curve.P_384;
            default -> Curve.P_521;
        };
    }
}
