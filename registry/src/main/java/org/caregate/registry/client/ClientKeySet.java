package org.caregate.registry.client;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The public keys that a client signs its assertions with, as a JWK Set (RFC 7517 §5). */
public final class ClientKeySet {
    private static final int SMALLEST_RSA = 2048;

    private ClientKeySet() {}

    /** Keys to register, or what is wrong with them. */
    public sealed interface Result {
        /** A JWK Set document. */
        record Usable(String jwks) implements Result {}

        /** Each problem in words. */
        record Unusable(List<String> problems) implements Result {
            public Unusable {
                problems = List.copyOf(problems);
            }
        }
    }

    /** Reads a set that somebody brings. */
    public static Result read(Map<?, ?> jwks) {
        List<String> problems = new ArrayList<>();
        try {
            JWKSet keys = JWKSet.parse(JSONObjectUtils.toJSONString(strings(jwks)));
            Set<String> ids = new HashSet<>();
            for (JWK key : keys.getKeys()) {
                problem(key, ids).ifPresent(problems::add);
            }
            if (keys.getKeys().isEmpty()) {
                problems.add("jwks holds no key");
            }
            return problems.isEmpty() ? new Result.Usable(keys.toString(true)) : new Result.Unusable(problems);
        } catch (ParseException e) {
            return new Result.Unusable(List.of("jwks is malformed"));
        }
    }

    /** A registered set as JSON has it. */
    public static Map<String, Object> published(String jwks) {
        return StrictJson.object(jwks).orElseThrow(() -> new IllegalArgumentException("no JWK Set is stored"));
    }

    private static Map<String, Object> strings(Map<?, ?> map) {
        return map.entrySet().stream()
                .collect(Collectors.toMap(entry -> String.valueOf(entry.getKey()), entry -> (Object) entry.getValue()));
    }

    private static Optional<String> problem(JWK key, Set<String> ids) {
        if (key.isPrivate()) {
            return Optional.of("jwks holds a private key: throw that key away");
        }
        if (key.getKeyID() == null || !ids.add(key.getKeyID())) {
            return Optional.of("jwks: each key has a kid of its own");
        }
        boolean usable = switch (key) {
            case RSAKey rsa -> rsa.size() >= SMALLEST_RSA;
            case ECKey ec -> Curve.P_384.equals(ec.getCurve());
            default -> false;
        };
        return usable ? Optional.empty() : Optional.of("jwks: keys are RSA of 2048 bits or more, or EC P-384");
    }
}
