package org.caregate.crypto.keyfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;

/** Fresh key rings for tests, made the way the product makes them. */
public final class TestKeyRings {
    private TestKeyRings() {}

    /** A ring of its own, from a key file in a temporary folder. */
    public static KeyRing fresh() {
        try {
            Path folder = Files.createTempDirectory("caregate-keys");
            Path file = folder.resolve("keys.json");
            try {
                return KeyFile.create(file, new SecureRandom(), Clock.systemUTC());
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
