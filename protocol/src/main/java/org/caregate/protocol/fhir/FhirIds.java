package org.caregate.protocol.fhir;

import java.util.regex.Pattern;

/** The logical id of FHIR R4, "Data Types", §2.24.0.1: {@code [A-Za-z0-9\-.]{1,64}}. */
public final class FhirIds {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9\\-.]{1,64}");

    private FhirIds() {}

    /** Whether the text is a logical id; dot segments are not, since they would mean something else in a path. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches() && !text.equals(".") && !text.equals("..");
    }
}
