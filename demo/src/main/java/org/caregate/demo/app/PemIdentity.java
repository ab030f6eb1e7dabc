package org.caregate.demo.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** A certificate chain and its PKCS#8 key from PEM files (RFC 7468), as the key store that Jetty wants. */
final class PemIdentity {

    private PemIdentity() {}

    static KeyStore keyStore(Path certificate, Path key) throws IOException, GeneralSecurityException {
        Certificate[] chain;
        try (InputStream pem = Files.newInputStream(certificate)) {
            chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(pem)
                    .toArray(Certificate[]::new);
        }
        if (chain.length == 0) {
            throw new IOException("no certificate in " + certificate);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("app", privateKey(key, chain[0].getPublicKey().getAlgorithm()), new char[0], chain);
        return store;
    }

    private static PrivateKey privateKey(Path key, String algorithm) throws IOException, GeneralSecurityException {
        String pem = Files.readString(key);
        String begin = "-----BEGIN PRIVATE KEY-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END PRIVATE KEY-----");
        if (from < 0 || to < from) {
            throw new IOException("no PKCS#8 private key in " + key);
        }
        byte[] encoded = Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (InvalidKeySpecException foreign) {
            throw new IOException("the key does not belong to the certificate", foreign);
        }
    }
}
