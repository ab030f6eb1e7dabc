package org.caregate.commandline.init;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.caregate.crypto.keyfile.KeyFile;
import org.jspecify.annotations.Nullable;

/**
 * Makes the files of a deployment, {@code caregate.yaml} last: until it is there, doing it again goes on where it stopped. What exists is
 * kept; nothing is ever overwritten.
 */
public final class NewDeployment {
    private static final int PASSWORD_BYTES = 32;
    private static final List<String> DATABASE_ROLES = List.of("owner", "runtime", "reader");

    private final Path configuration;
    private final Path folder;
    private final Answers answers;
    private final List<String> told = new ArrayList<>();

    /**
     * What has to be known.
     *
     * @param databaseUrl null for the bundled PostgreSQL, which goes with loopback only
     */
    public record Answers(
            URI issuer,
            URI base,
            URI upstream,
            @Nullable Path upstreamCredential,
            Path certificate,
            Path key,
            String address,
            @Nullable String databaseUrl,
            @Nullable Path databaseAuthority) {}

    /** Files beside that {@code caregate.yaml}. */
    public NewDeployment(Path configuration, Answers answers) {
        this.configuration = configuration.toAbsolutePath().normalize();
        Path parent = this.configuration.getParent();
        this.folder = parent == null ? Path.of("/") : parent;
        this.answers = answers;
    }

    /** Makes what is missing; says what was made and what was kept. */
    public List<String> make(Clock clock) throws IOException {
        folder(folder, Files.exists(folder));
        boolean bundled = answers.databaseUrl() == null;
        if (!bundled) {
            folder(folder.resolve("secrets"), Files.exists(folder.resolve("secrets")));
            for (String role : DATABASE_ROLES) {
                write("secrets/database-" + role, password(), "rw-------");
            }
        }
        folder(folder.resolve("anchor"), Files.exists(folder.resolve("anchor")));
        Path keys = folder.resolve("keys.json");
        if (Files.exists(keys)) {
            told.add("kept " + keys);
        } else {
            KeyFile.create(keys, new SecureRandom(), clock);
            told.add("made " + keys);
        }
        write("roles.yaml", template("roles.yaml"), "rw-r--r--");
        write("CHECKLIST.md", checklist(bundled), "rw-r--r--");
        write(configuration.getFileName().toString(), yaml(bundled), "rw-r--r--");
        return List.copyOf(told);
    }

    private void folder(Path wanted, boolean exists) throws IOException {
        if (!exists) {
            Files.createDirectories(
                    wanted, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
        }
    }

    private void write(String name, String text, String mode) throws IOException {
        Path file = folder.resolve(name);
        if (Files.exists(file)) {
            told.add("kept " + file);
            return;
        }
        Path fresh = Files.createFile(
                folder.resolve(name + ".new"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(fresh, text);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(mode));
            Files.move(fresh, file); // whole or not at all
        } finally {
            Files.deleteIfExists(fresh);
        }
        told.add("made " + file);
    }

    private static String password() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private String yaml(boolean bundled) throws IOException {
        return template("caregate.yaml")
                .replace("${issuer}", answers.issuer().toString())
                .replace("${issuerPort}", port(answers.issuer(), 8443))
                .replace("${gatewayPort}", port(answers.base(), 9443))
                .replace("${address}", answers.address())
                .replace("${certificate}", quoted(answers.certificate()))
                .replace("${key}", quoted(answers.key()))
                .replace("${database}", bundled ? "  bundled: { folder: . }" : external())
                .replace("${base}", answers.base().toString())
                .replace("${upstream}", upstream());
    }

    private String external() {
        StringBuilder yaml = new StringBuilder("  url: \"" + answers.databaseUrl() + "\"\n");
        yaml.append(
                answers.databaseAuthority() == null
                        ? "  # ca: database-ca.pem   # authority of the server's certificate (default: the JDK's authorities)\n"
                        : "  ca: " + quoted(answers.databaseAuthority()) + "\n");
        yaml.append("  # The owner makes the schema. Leave it out where `database migrate` is run elsewhere.\n")
                .append("  owner: { user: caregate_owner, passwordFile: secrets/database-owner }\n")
                .append("  runtime: { user: caregate, passwordFile: secrets/database-runtime }\n")
                .append("  reader: { user: caregate_reader, passwordFile: secrets/database-reader }");
        return yaml.toString();
    }

    private String upstream() {
        Path credential = answers.upstreamCredential();
        return "      url: \"" + answers.upstream() + "\"\n"
                + (credential == null
                        ? "      # credential: { bearerFile: secrets/upstream }   # the gateway's own token there"
                        : "      credential: { bearerFile: " + quoted(credential) + " }");
    }

    private String checklist(boolean bundled) throws IOException {
        return template(bundled ? "checklist-bundled.md" : "checklist.md")
                .replace("${config}", configuration.toString())
                .replace("${folder}", folder.toString())
                .replace("${issuer}", answers.issuer().toString());
    }

    private static String port(URI address, int otherwise) {
        return Integer.toString(address.getPort() < 0 ? otherwise : address.getPort());
    }

    private static String quoted(Path path) {
        return '"'
                + path.toAbsolutePath()
                        .normalize()
                        .toString()
                        .replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                + '"';
    }

    private static String template(String name) throws IOException {
        try (var in = NewDeployment.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
