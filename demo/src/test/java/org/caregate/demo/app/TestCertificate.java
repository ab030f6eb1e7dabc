package org.caregate.demo.app;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;

/** A certificate for 127.0.0.1 made by the JDK's keytool, as the PEM files that the process is given. */
public record TestCertificate(Path certificate, Path key) {

    /** Makes a new one in the folder. */
    public static TestCertificate in(Path folder) throws Exception {
        Path store = folder.resolve("app.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-alias",
                        "app",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException(
                    new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        return new TestCertificate(
                pem(
                        folder.resolve("app.crt"),
                        "CERTIFICATE",
                        keys.getCertificate("app").getEncoded()),
                pem(
                        folder.resolve("app.key"),
                        "PRIVATE KEY",
                        keys.getKey("app", "changeit".toCharArray()).getEncoded()));
    }

    private static Path pem(Path file, String label, byte[] der) throws Exception {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(file, "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    }
}
