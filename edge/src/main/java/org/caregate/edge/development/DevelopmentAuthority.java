package org.caregate.edge.development;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A certificate authority for one data folder, valid for a year, and its server certificates for loopback names, valid for 90
 * days and renewed at a start that finds fewer than 30 left.
 *
 * <p>The JDK has no public API that issues certificates; its {@code keytool} does, as a child process, so nothing is added to
 * the class path for it.
 */
public final class DevelopmentAuthority {
    /** Marks a certificate as one that {@code serve} accepts on loopback only. */
    public static final String COMMON_NAME = "Caregate development CA";

    private static final Duration CA_LIFETIME = Duration.ofDays(365);
    private static final Duration LEAF_LIFETIME = Duration.ofDays(90);
    private static final Duration LEAF_RENEWAL = Duration.ofDays(30);
    private static final String LOOPBACK = "SAN=DNS:localhost,IP:127.0.0.1,IP:0:0:0:0:0:0:0:1";
    private static final String STORE = "ca.p12";

    private final Path folder;
    private final Clock clock;

    public DevelopmentAuthority(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** A server certificate and its private key, as PEM files. */
    public record ServerCertificate(Path certificate, Path key) {}

    /** The authority's certificate, as a PEM file that {@code curl --cacert} takes. */
    public Path certificate() {
        return folder.resolve("ca.pem");
    }

    /** Whether a server certificate was issued by a development authority; a file that holds none was not. */
    public static boolean issued(Path certificate) {
        try {
            return read(certificate).getIssuerX500Principal().getName().contains(COMMON_NAME);
        } catch (UncheckedIOException | IllegalStateException e) {
            return false;
        }
    }

    /** Makes or renews what is missing, expired or about to expire; does nothing otherwise. */
    public List<ServerCertificate> serverCertificates(List<String> names) {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            boolean freshAuthority =
                    !Files.exists(folder.resolve(STORE)) || endsWithin(certificate(), LEAF_LIFETIME.dividedBy(3));
            if (freshAuthority) {
                makeAuthority();
            }
            for (String name : names) {
                if (freshAuthority || endsWithin(folder.resolve(name + ".pem"), LEAF_RENEWAL)) {
                    issue(name);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names.stream()
                .map(name -> new ServerCertificate(folder.resolve(name + ".pem"), folder.resolve(name + ".key")))
                .toList();
    }

    private boolean endsWithin(Path certificate, Duration left) {
        return !Files.exists(certificate)
                || read(certificate)
                        .getNotAfter()
                        .toInstant()
                        .isBefore(clock.instant().plus(left));
    }

    private void makeAuthority() throws IOException {
        Path store = folder.resolve(STORE);
        Files.deleteIfExists(store);
        Path passwordFile = folder.resolve("ca.password");
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        writePrivately(passwordFile, HexFormat.of().formatHex(random));
        keytool(
                "-genkeypair",
                "-alias",
                "ca",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-sigalg",
                "SHA256withECDSA",
                "-dname",
                "CN=" + COMMON_NAME + ",O=Caregate",
                "-validity",
                Long.toString(CA_LIFETIME.toDays()),
                "-ext",
                "BC:critical=ca:true,pathlen:0",
                "-ext",
                "KU:critical=keyCertSign,cRLSign");
        exportCertificate("ca", certificate());
    }

    private void issue(String name) throws IOException {
        KeyStore before = open();
        try {
            if (before.containsAlias(name)) {
                keytool("-delete", "-alias", name);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the development key store cannot be read", e);
        }
        keytool(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-sigalg",
                "SHA256withECDSA",
                "-dname",
                "CN=localhost,OU=" + name + ",O=Caregate",
                "-validity",
                Long.toString(LEAF_LIFETIME.toDays()),
                "-signer",
                "ca",
                "-ext",
                LOOPBACK,
                "-ext",
                "KU:critical=digitalSignature",
                "-ext",
                "EKU=serverAuth");
        KeyStore store = open();
        try {
            Key key = store.getKey(name, password());
            if (key == null) {
                throw new IllegalStateException("keytool made no key");
            }
            writePrivately(folder.resolve(name + ".key"), pem("PRIVATE KEY", key.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the development key store cannot be read", e);
        }
        exportCertificate(name, folder.resolve(name + ".pem"));
    }

    private void exportCertificate(String alias, Path to) throws IOException {
        try {
            Certificate certificate = open().getCertificate(alias);
            Path fresh = to.resolveSibling(to.getFileName() + ".new");
            Files.writeString(fresh, pem("CERTIFICATE", certificate.getEncoded()));
            Files.move(fresh, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the development key store cannot be read", e);
        }
    }

    private KeyStore open() throws IOException {
        try (InputStream in = Files.newInputStream(folder.resolve(STORE))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password());
            return store;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the development key store cannot be read", e);
        }
    }

    private char[] password() throws IOException {
        return Files.readString(folder.resolve("ca.password")).strip().toCharArray();
    }

    /** The password goes through a file: arguments are seen by every user of the machine. */
    private void keytool(String... arguments) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "-keystore",
                folder.resolve(STORE).toString(),
                "-storetype",
                "PKCS12",
                "-storepass:file",
                folder.resolve("ca.password").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-Xshare:auto"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool failed: " + said.strip());
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool ran", e);
        }
    }

    private static void writePrivately(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    private static String pem(String type, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
    }

    private static X509Certificate read(Path certificate) {
        try (InputStream in = Files.newInputStream(certificate)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(certificate + " holds no certificate", e);
        }
    }
}
