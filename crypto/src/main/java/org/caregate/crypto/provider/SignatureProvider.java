package org.caregate.crypto.provider;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Provider;
import org.jspecify.annotations.Nullable;

/**
 * Amazon Corretto Crypto Provider where its native library loads and passes its self-tests; else null, which makes Nimbus use the
 * JDK. It is handed to signers and verifiers and never installed, so that digests, HMAC and TLS stay on the JDK.
 */
public final class SignatureProvider {
    private static final @Nullable Provider FAST = load();

    private SignatureProvider() {}

    /** The fast provider, or null. */
    public static @Nullable Provider fastOrNull() {
        return FAST;
    }

    private static @Nullable Provider load() {
        try {
            AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
            provider.assertHealthy();
            return provider;
        } catch (RuntimeException | LinkageError e) {
            return null;
        }
    }
}
