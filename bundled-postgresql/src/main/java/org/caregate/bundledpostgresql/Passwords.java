package org.caregate.bundledpostgresql;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.caregate.database.DatabaseLogin;
import org.jspecify.annotations.Nullable;

/** The generated passwords, one file of mode 0600 for each role. */
final class Passwords {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Passwords() {}

    /** The role's login in that folder, if it was made. */
    static Optional<DatabaseLogin> existing(Path folder, String role) throws IOException {
        return Optional.ofNullable(ClusterFolder.readIfThere(folder.resolve(role + ".password")))
                .filter(kept -> !kept.isEmpty())
                .map(kept -> new DatabaseLogin(role, kept));
    }

    /** The role's login; its password is made at first use and durable before it is used. */
    static DatabaseLogin of(ClusterFolder folder, String role) throws IOException {
        Path file = folder.file(role + ".password");
        @Nullable String kept = ClusterFolder.readIfThere(file);
        if (kept != null && !kept.isEmpty()) {
            return new DatabaseLogin(role, kept);
        }
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        ClusterFolder.writePrivately(file, password + "\n");
        return new DatabaseLogin(role, password);
    }
}
