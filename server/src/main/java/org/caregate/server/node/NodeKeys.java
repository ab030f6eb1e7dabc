package org.caregate.server.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.caregate.crypto.envelope.Envelopes;
import org.caregate.crypto.keyfile.KeyFile;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.crypto.signing.KeyUse;
import org.caregate.crypto.signing.SigningKeys;
import org.caregate.storage.Database;
import org.caregate.storage.crypto.PostgresSigningKeyStore;

/** The key file and the signing keys. Starting a node never makes any: a lost key must not be replaced silently. */
public final class NodeKeys {
    private NodeKeys() {}

    /** The keys of that file. */
    public static KeyRing load(Path file) {
        return switch (KeyFile.load(file)) {
            case KeyFile.Loading.Loaded(KeyRing ring) -> ring;
            case KeyFile.Loading.Refused(String problem) -> throw new StartRefused(problem);
        };
    }

    /** Makes the file; it must not exist. */
    public static KeyRing create(Path file, Clock clock) {
        try {
            return KeyFile.create(file, new SecureRandom(), clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The signing keys as they are stored now. */
    public static SigningKeys signing(Database database, KeyRing ring, Clock clock) {
        SigningKeys keys =
                new SigningKeys(new PostgresSigningKeyStore(database), new Envelopes(ring, new SecureRandom()), clock);
        keys.reload();
        return keys;
    }

    /** Makes a signing key for each use, if there are none at all; says whether it did. */
    public static boolean createSigningKeys(SigningKeys keys, Clock clock) {
        if (!keys.published().isEmpty()) {
            return false;
        }
        for (KeyUse use : KeyUse.values()) {
            keys.create(use, clock.instant());
        }
        keys.reload();
        return true;
    }
}
