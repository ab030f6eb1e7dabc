package org.caregate.commandline.login;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.caregate.commandline.exit.CommandRefused;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Who is signed in from this account of this machine: one login at a time, mode 0600. */
public final class LoginFile {
    private final Path file;

    public LoginFile(Path file) {
        this.file = file;
    }

    /** Where it lies: {@code caregate/login.json} in {@code XDG_CONFIG_HOME}, by default {@code ~/.config}. */
    public static LoginFile usual() {
        String configured = System.getenv("XDG_CONFIG_HOME");
        Path base = configured == null || configured.isBlank()
                ? Path.of(System.getProperty("user.home"), ".config")
                : Path.of(configured);
        return new LoginFile(base.resolve("caregate").resolve("login.json"));
    }

    /**
     * A login.
     *
     * @param authorities certificates to trust; null for the JDK's
     * @param refreshToken null when none was granted
     */
    public record Login(
            URI issuer,
            @Nullable Path authorities,
            String accessToken,
            Instant expiresAt,
            @Nullable String refreshToken) {
        @Override
        public String toString() {
            return "Login[" + issuer + "]";
        }
    }

    /** The login; empty when no one signed in. */
    public Optional<Login> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode json = JsonMapper.shared().readTree(PrivateFile.read(file));
            String authorities = json.path("ca").asString("");
            String refresh = json.path("refresh_token").asString("");
            return Optional.of(new Login(
                    URI.create(json.required("issuer").asString()),
                    authorities.isEmpty() ? null : Path.of(authorities),
                    json.required("access_token").asString(),
                    Instant.parse(json.required("expires").asString()),
                    refresh.isEmpty() ? null : refresh));
        } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException e) {
            throw CommandRefused.unusable(file + " is damaged: sign in again with ./caregate login.");
        }
    }

    void write(Login login) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("issuer", login.issuer().toString());
        if (login.authorities() != null) {
            json.put("ca", login.authorities().toString());
        }
        json.put("access_token", login.accessToken());
        json.put("expires", login.expiresAt().toString());
        if (login.refreshToken() != null) {
            json.put("refresh_token", login.refreshToken());
        }
        PrivateFile.write(file, json.toString());
    }

    /** Forgets the login. */
    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw CommandRefused.unusable(file + " cannot be removed.");
        }
    }
}
