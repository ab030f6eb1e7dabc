package org.caregate.protocol.metadata;

import java.util.List;

/** The scopes named in metadata: the fixed words, and clinical scopes by example (SMART App Launch 2.2 allows wildcards there). */
public final class SupportedScopes {
    public static final List<String> ALL = List.of(
            "openid",
            "fhirUser",
            "launch/patient",
            "offline_access",
            "patient/*.cruds",
            "user/*.cruds",
            "system/*.cruds",
            "patient/*.read",
            "patient/*.write",
            "user/*.read",
            "user/*.write",
            "system/*.read",
            "system/*.write");

    private SupportedScopes() {}
}
