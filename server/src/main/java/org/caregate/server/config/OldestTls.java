package org.caregate.server.config;

/** The oldest TLS version a listener lets in, with what it may use (BCP 195, RFC 9325). */
public enum OldestTls {
    /** RFC 8446 alone. */
    TLS_1_3,
    /** TLS 1.2 too, with the four suites of RFC 9325 §4.2. */
    TLS_1_2;

    /** The JDK's names of the versions let in. */
    public String[] protocols() {
        return switch (this) {
            case TLS_1_3 -> new String[] {"TLSv1.3"};
            case TLS_1_2 -> new String[] {"TLSv1.3", "TLSv1.2"};
        };
    }

    /** The JDK's names of the cipher suites let in. */
    public String[] suites() {
        return switch (this) {
            case TLS_1_3 ->
                new String[] {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"};
            case TLS_1_2 ->
                new String[] {
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
                };
        };
    }
}
