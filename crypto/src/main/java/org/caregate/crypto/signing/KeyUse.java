package org.caregate.crypto.signing;

import com.nimbusds.jose.JWSAlgorithm;

/** What a signing key signs; each use has keys of its own, so that a token of one kind never passes for another. */
public enum KeyUse {
    /** Access tokens: ES256 (RFC 9068). */
    ACCESS_TOKEN("ES256"),
    /** ID tokens: RS256, which SMART's tests demand (OpenID Connect Core §15.1). */
    ID_TOKEN("RS256");

    private final String algorithm;

    KeyUse(String algorithm) {
        this.algorithm = algorithm;
    }

    /** The one algorithm of this use. */
    public JWSAlgorithm algorithm() {
        return JWSAlgorithm.parse(algorithm);
    }
}
