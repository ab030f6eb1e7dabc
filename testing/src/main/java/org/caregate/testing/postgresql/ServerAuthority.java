package org.caregate.testing.postgresql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A certificate authority of a test, made by {@code openssl}; good for two days. */
public final class ServerAuthority {
    private static final List<String> NEW_KEY =
            List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes");

    private final Path folder;
    private final String name;

    /** Makes {@code NAME.pem} and {@code NAME.key} in that folder. */
    public ServerAuthority(Path folder, String name) {
        this.folder = folder;
        this.name = name;
        List<String> command = new ArrayList<>(List.of("openssl", "req", "-x509"));
        command.addAll(NEW_KEY);
        command.addAll(List.of(
                "-days", "2", "-subj", "/CN=Test " + name, "-keyout", path(name, ".key"), "-out", path(name, ".pem")));
        Programs.run(folder, command);
    }

    /** What trusts it. */
    public Path certificate() {
        return folder.resolve(name + ".pem");
    }

    /**
     * Makes {@code SERVER.pem} and {@code SERVER.key} (PKCS #8).
     *
     * @param names subject alternative names as {@code openssl} writes them, such as {@code DNS:localhost}
     */
    public void sign(String server, String... names) {
        try {
            Files.writeString(folder.resolve(server + ".cnf"), "subjectAltName=" + String.join(",", names) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> request = new ArrayList<>(List.of("openssl", "req", "-new"));
        request.addAll(NEW_KEY);
        request.addAll(
                List.of("-subj", "/CN=" + server, "-keyout", path(server, ".key"), "-out", path(server, ".csr")));
        Programs.run(folder, request);
        Programs.run(
                folder,
                List.of(
                        "openssl",
                        "x509",
                        "-req",
                        "-days",
                        "2",
                        "-in",
                        path(server, ".csr"),
                        "-CA",
                        path(name, ".pem"),
                        "-CAkey",
                        path(name, ".key"),
                        "-CAcreateserial",
                        "-extfile",
                        path(server, ".cnf"),
                        "-out",
                        path(server, ".pem")));
    }

    private String path(String stem, String suffix) {
        return folder.resolve(stem + suffix).toString();
    }
}
