package org.caregate.registry.client;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caregate.protocol.json.StrictJson;

/**
 * The public keys that a client signs its assertions with, as a JWK Set (RFC 7517 §5). Each key is read on its own: one that cannot
 * be read is left out, and the others work.
 */
public final class ClientKeySet {
    /** The largest number of keys in a set. */
    public static final int MAX_KEYS = 100;

    private static final String SECRET = "is not public (a private key or a symmetric one): never use it again";

    /** No key at all. */
    public static final ClientKeySet EMPTY = new ClientKeySet(List.of(), List.of());

    private final List<JWK> keys;
    private final List<Unreadable> unreadable;

    private ClientKeySet(List<JWK> keys, List<Unreadable> unreadable) {
        this.keys = List.copyOf(keys);
        this.unreadable = List.copyOf(unreadable);
    }

    /** A key that was left out, and why; {@code kid} is empty when it has none that can be read. */
    private record Unreadable(String kid, String why) {}

    /** Keys to register, or what is wrong with them. */
    public sealed interface Registration {
        /** A JWK Set document. */
        record Usable(String jwks) implements Registration {}

        /** Each problem in words. */
        record Unusable(List<String> problems) implements Registration {
            public Unusable {
                problems = List.copyOf(problems);
            }
        }
    }

    /** Which key verifies a signature. */
    public sealed interface Choice {
        /** The one key. */
        record Found(JWK key) implements Choice {}

        /** No key, or more than one, has that {@code kid} and a {@code kty} that fits the algorithm. */
        record NoSuchKey() implements Choice {}

        /** There is one, and it must not verify this signature: another {@code alg}, {@code use}, curve or size. */
        record Unfit() implements Choice {}
    }

    /** Reads a document; empty when it is no JWK Set, or one with too many keys. */
    public static Optional<ClientKeySet> parse(String document) {
        return StrictJson.object(document).flatMap(ClientKeySet::of);
    }

    private static Optional<ClientKeySet> of(Map<?, ?> jwks) {
        if (!(jwks.get("keys") instanceof List<?> members) || members.size() > MAX_KEYS) {
            return Optional.empty();
        }
        List<JWK> keys = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        for (Object member : members) {
            String kid = member instanceof Map<?, ?> map && map.get("kid") instanceof String text ? text : "";
            try {
                JWK key = member instanceof Map<?, ?> map ? JWK.parse(named(map)) : null;
                if (key == null) {
                    unreadable.add(new Unreadable(kid, "is not a JSON object"));
                } else if (!hasCleanNumbers(key)) {
                    unreadable.add(new Unreadable(kid, "has a number that is not base64url"));
                } else if (key.isPrivate()) {
                    unreadable.add(new Unreadable(kid, SECRET));
                } else {
                    keys.add(key);
                }
            } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
                unreadable.add(new Unreadable(kid, "cannot be read as a public key"));
            }
        }
        return Optional.of(new ClientKeySet(keys, unreadable));
    }

    /** The JWK library skips characters it cannot decode, so that several texts would be the same key (RFC 7518 §6). */
    private static boolean hasCleanNumbers(JWK key) {
        Map<String, Object> members = key.toJSONObject();
        return Stream.of("n", "e", "x", "y")
                .map(members::get)
                .allMatch(value -> value == null || isBase64Url(String.valueOf(value)));
    }

    /** Whether the text is what its octets are encoded as: no padding, no stray character or bit at the end (RFC 7515 §2). */
    private static boolean isBase64Url(String text) {
        try {
            byte[] octets = Base64.getUrlDecoder().decode(text);
            return octets.length > 0
                    && Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(octets)
                            .equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Map<String, Object> named(Map<?, ?> map) {
        return map.entrySet().stream()
                .collect(Collectors.toMap(entry -> String.valueOf(entry.getKey()), entry -> (Object) entry.getValue()));
    }

    /**
     * Reads a set to register. Every key must be readable, have a {@code kid} of its own among keys of its type (RFC 7517 §4.5), and
     * be able to verify an assertion.
     *
     * @param algorithms the JWS algorithms that the client's profile accepts
     */
    public static Registration register(Map<?, ?> jwks, Set<String> algorithms) {
        Optional<ClientKeySet> read = of(jwks);
        if (read.isEmpty()) {
            return new Registration.Unusable(List.of("jwks is not a JWK Set of at most " + MAX_KEYS + " keys"));
        }
        List<String> problems = new ArrayList<>();
        ClientKeySet set = read.get();
        set.unreadable.forEach(key -> problems.add("jwks: key " + quoted(key.kid()) + " " + key.why()));
        Set<String> names = new HashSet<>();
        for (JWK key : set.keys) {
            String kid = key.getKeyID();
            if (kid == null || kid.isEmpty()) {
                problems.add("jwks: a key has no kid");
            } else if (!names.add(key.getKeyType() + " " + kid)) {
                problems.add("jwks: two " + key.getKeyType() + " keys have the kid " + quoted(kid));
            }
            if (algorithms.stream().noneMatch(algorithm -> AssertionKey.verifies(key, algorithm))) {
                problems.add("jwks: key " + quoted(kid == null ? "" : kid) + " cannot verify "
                        + String.join(" or ", new TreeSet<>(algorithms)) + ": "
                        + AssertionKey.problem(key, algorithms));
            }
        }
        if (set.keys.isEmpty() && set.unreadable.isEmpty()) {
            problems.add("jwks holds no key");
        }
        return problems.isEmpty()
                ? new Registration.Usable(new JWKSet(set.keys).toString(true))
                : new Registration.Unusable(problems);
    }

    /** The text of a kid in a problem, without what could disturb a terminal. */
    private static String quoted(String kid) {
        String plain = kid.replaceAll("[^\\x21-\\x7e]", "?");
        return kid.isEmpty() ? "without kid" : "\"" + plain.substring(0, Math.min(plain.length(), 64)) + "\"";
    }

    /**
     * The key for a signature: the single one whose {@code kid} is that and whose {@code kty} fits the algorithm (SMART App Launch
     * 2.2, "Signature verification"), provided that it may verify that algorithm.
     */
    public Choice choose(String kid, String algorithm) {
        List<JWK> candidates = keys.stream()
                .filter(key -> kid.equals(key.getKeyID()) && AssertionKey.isOfTypeFor(key, algorithm))
                .toList();
        if (candidates.size() != 1) {
            return new Choice.NoSuchKey();
        }
        JWK key = candidates.getFirst();
        return AssertionKey.verifies(key, algorithm) ? new Choice.Found(key) : new Choice.Unfit();
    }

    /** How many keys it has, readable or not. */
    public int size() {
        return keys.size() + unreadable.size();
    }

    /** A registered set as JSON has it. */
    public static Map<String, Object> published(String jwks) {
        return StrictJson.object(jwks).orElseThrow(() -> new IllegalArgumentException("no JWK Set is stored"));
    }
}
