package org.caregate.edge.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/** A server's certificate chain and private key as PEM texts (RFC 7468): the leaf first, the key as PKCS #8. */
public final class TlsMaterial {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private final String certificateChain;
    private final String privateKey;
    private final List<String> protocols;
    private final List<String> suites;

    private TlsMaterial(String certificateChain, String privateKey, List<String> protocols, List<String> suites) {
        this.certificateChain = certificateChain;
        this.privateKey = privateKey;
        this.protocols = protocols;
        this.suites = suites;
    }

    /** The same with these versions and cipher suites, in the JDK's names; default: TLS 1.3 with the JDK's suites. */
    public TlsMaterial speaking(String[] versions, String[] cipherSuites) {
        return new TlsMaterial(certificateChain, privateKey, List.of(versions), List.of(cipherSuites));
    }

    /** In the JDK's names. */
    public String[] protocols() {
        return protocols.toArray(String[]::new);
    }

    /** In the JDK's names; none means the JDK's. */
    public String[] suites() {
        return suites.toArray(String[]::new);
    }

    /** From PEM texts. */
    public static TlsMaterial pem(String certificateChain, String privateKey) {
        return new TlsMaterial(certificateChain, privateKey, List.of("TLSv1.3"), List.of());
    }

    /** From PEM files. */
    public static TlsMaterial pemFiles(Path certificateChain, Path privateKey) throws IOException {
        return pem(Files.readString(certificateChain), Files.readString(privateKey));
    }

    /** A key store in memory, with an empty password. */
    public KeyStore keyStore() {
        try {
            Collection<? extends Certificate> chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(certificateChain.getBytes(StandardCharsets.US_ASCII)));
            if (chain.isEmpty()) {
                throw new IllegalArgumentException("the certificate file holds no certificate");
            }
            Certificate[] certificates = chain.toArray(Certificate[]::new);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("gateway", key(certificates[0].getPublicKey().getAlgorithm()), new char[0], certificates);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("the certificate or its key cannot be read", e);
        }
    }

    private PrivateKey key(String algorithm) throws GeneralSecurityException {
        int begin = privateKey.indexOf(BEGIN);
        int end = privateKey.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("the key file holds no PKCS #8 private key");
        }
        byte[] der = Base64.getMimeDecoder().decode(privateKey.substring(begin + BEGIN.length(), end));
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    @Override
    public String toString() {
        return "TlsMaterial[…]";
    }
}
