package org.caregate.accesstoken.verification;

import com.nimbusds.jose.jwk.JWK;
import java.util.Optional;

/** The published keys that sign access tokens, and no others: an ID token's key MUST NOT be found here. */
@FunctionalInterface
public interface VerificationKeys {
    /** The public key of that id, unless it is retired or unknown. */
    Optional<JWK> find(String keyId);
}
