package org.caregate.crypto.signing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.caregate.crypto.envelope.Envelopes;
import org.caregate.crypto.envelope.Envelopes.Opening;
import org.caregate.crypto.provider.SignatureProvider;
import org.jspecify.annotations.Nullable;

/**
 * The keys this node signs with and publishes, as last {@link #reload}ed from the store. Keys are made by {@link #create} alone,
 * never by accident at start.
 */
public final class SigningKeys {
    private static final int RSA_BITS = 2048;

    private final SigningKeyStore store;
    private final Envelopes envelopes;
    private final Clock clock;
    private volatile List<SigningKey> keys = List.of();

    private record SigningKey(StoredSigningKey stored, JWK publicJwk, JWSSigner signer) {
        boolean publishedAt(Instant now) {
            Instant retired = stored.retiredAt();
            return retired == null || now.isBefore(retired);
        }
    }

    /** No key is known until the first {@link #reload}. */
    public SigningKeys(SigningKeyStore store, Envelopes envelopes, Clock clock) {
        this.store = store;
        this.envelopes = envelopes;
        this.clock = clock;
    }

    /** Makes a key of that use and stores it; {@link #reload} then knows it. */
    public String create(KeyUse use, Instant activeFrom) {
        JWK jwk = generate(use);
        String kid = jwk.getKeyID();
        store.add(new StoredSigningKey(
                kid,
                use,
                jwk.toPublicJWK().toJSONString(),
                envelopes.seal(jwk.toJSONString().getBytes(StandardCharsets.UTF_8), place(kid)),
                activeFrom,
                null));
        return kid;
    }

    /**
     * Makes a key of that use that takes over, in the caller's transaction; {@link #reload} then knows it.
     *
     * @param activeFrom from when it signs; published at once, so that every node and cache knows it by then
     * @param othersUntil until when what the others signed is accepted
     */
    public String rotate(KeyUse use, Instant activeFrom, Instant othersUntil) {
        String kid = create(use, activeFrom);
        store.retireOthers(use, kid, othersUntil);
        return kid;
    }

    /**
     * A key without what signs.
     *
     * @param retiredAt from when nothing it signed is accepted; null while in use
     */
    public record Described(
            String kid,
            KeyUse use,
            Instant activeFrom,
            @Nullable Instant retiredAt) {}

    /** Every key in the store, oldest first, retired ones included. */
    public List<Described> described() {
        return store.all().stream()
                .map(key -> new Described(key.kid(), key.use(), key.activeFrom(), key.retiredAt()))
                .toList();
    }

    /**
     * Reads the store again.
     *
     * @throws IllegalStateException when a key does not open: moved, altered, or the key file is another's
     */
    public void reload() {
        Map<String, SigningKey> known = new ConcurrentHashMap<>();
        keys.forEach(key -> known.put(key.stored().kid(), key));
        List<SigningKey> read = new ArrayList<>();
        for (StoredSigningKey stored : store.all()) {
            SigningKey before = known.get(stored.kid());
            read.add(before == null ? open(stored) : new SigningKey(stored, before.publicJwk(), before.signer()));
        }
        keys = List.copyOf(read);
    }

    /** Whether every use has a key that signs now. */
    public boolean complete() {
        return active(KeyUse.ACCESS_TOKEN).isPresent()
                && active(KeyUse.ID_TOKEN).isPresent();
    }

    /** The public keys to publish: active, upcoming and not yet retired (RFC 7517 §5). */
    public JWKSet published() {
        Instant now = clock.instant();
        return new JWKSet(keys.stream()
                .filter(key -> key.publishedAt(now))
                .map(SigningKey::publicJwk)
                .toList());
    }

    /** The public key of that id and use, unless it is retired or unknown. */
    public Optional<JWK> verificationKey(String kid, KeyUse use) {
        Instant now = clock.instant();
        return keys.stream()
                .filter(key -> key.stored().kid().equals(kid) && key.stored().use() == use && key.publishedAt(now))
                .map(SigningKey::publicJwk)
                .findFirst();
    }

    /**
     * Signs with the newest active key of that use.
     *
     * @param type the {@code typ} header, {@code at+jwt} for access tokens
     */
    public String sign(KeyUse use, JOSEObjectType type, JWTClaimsSet claims) {
        SigningKey key = active(use).orElseThrow(() -> new IllegalStateException("there is no active key for " + use));
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(use.algorithm())
                        .keyID(key.stored().kid())
                        .type(type)
                        .build(),
                claims);
        try {
            jwt.sign(key.signer());
        } catch (JOSEException e) {
            throw new IllegalStateException("signing failed", e);
        }
        return jwt.serialize();
    }

    private Optional<SigningKey> active(KeyUse use) {
        Instant now = clock.instant();
        return keys.stream()
                .filter(key -> key.stored().use() == use
                        && key.publishedAt(now)
                        && !key.stored().activeFrom().isAfter(now))
                .max(Comparator.comparing(key -> key.stored().activeFrom()));
    }

    private SigningKey open(StoredSigningKey stored) {
        if (!(envelopes.open(stored.sealedPrivateJwk(), place(stored.kid())) instanceof Opening.Opened opened)) {
            throw new IllegalStateException("signing key " + stored.kid() + " does not open with this key file");
        }
        try {
            JWK jwk = JWK.parse(opened.text());
            return new SigningKey(stored, jwk.toPublicJWK(), signer(jwk));
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException("signing key " + stored.kid() + " is damaged", e);
        }
    }

    private static String place(String kid) {
        return "signing_key/" + kid;
    }

    private static JWSSigner signer(JWK jwk) throws JOSEException {
        Provider fast = SignatureProvider.fastOrNull();
        if (jwk.getKeyType().equals(KeyType.EC)) {
            ECDSASigner signer = new ECDSASigner(jwk.toECKey());
            if (fast != null) {
                signer.getJCAContext().setProvider(fast);
            }
            return signer;
        }
        RSASSASigner signer = new RSASSASigner(jwk.toRSAKey());
        if (fast != null) {
            signer.getJCAContext().setProvider(fast);
        }
        return signer;
    }

    private static JWK generate(KeyUse use) {
        try {
            return switch (use) {
                case ACCESS_TOKEN ->
                    new ECKey.Builder(new ECKeyGenerator(Curve.P_256).generate())
                            .algorithm(use.algorithm())
                            .keyUse(com.nimbusds.jose.jwk.KeyUse.SIGNATURE)
                            .keyIDFromThumbprint()
                            .build();
                case ID_TOKEN ->
                    new com.nimbusds.jose.jwk.RSAKey.Builder(new RSAKeyGenerator(RSA_BITS).generate())
                            .algorithm(use.algorithm())
                            .keyUse(com.nimbusds.jose.jwk.KeyUse.SIGNATURE)
                            .keyIDFromThumbprint()
                            .build();
            };
        } catch (JOSEException e) {
            throw new IllegalStateException("key generation failed", e);
        }
    }
}
