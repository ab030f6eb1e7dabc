package org.caregate.protocol.metadata;

/** The assurance that a sign-in reaches, as {@code acr} in ID tokens and {@code acr_values_supported} in metadata say it. */
public final class AssuranceLevels {
    /** Authenticator assurance level 2 (NIST SP 800-63B-4 §2.2), as United States agencies write it. */
    public static final String AAL2 = "http://idmanagement.gov/ns/assurance/aal/2";

    private AssuranceLevels() {}
}
