package org.caregate.gateway.enforcement;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caregate.protocol.fhir.FhirIds;

/**
 * The patients that a text names in any form, for the log of what went wrong. The text could not be proved and perhaps not even
 * read, so this looks for what a person would see in it.
 */
final class PatientsShown {
    private static final Pattern NAMED = Pattern.compile("Patient(?:\\\\?/|%2[Ff])([A-Za-z0-9\\-.]{1,64})");
    private static final Pattern IS_PATIENT = Pattern.compile("\"resourceType\"\\s*:\\s*\"Patient\"");
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([A-Za-z0-9\\-.]{1,64})\"");

    private PatientsShown() {}

    /** Their ids. */
    static Set<String> in(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Set<String> patients = new LinkedHashSet<>();
        collect(NAMED.matcher(text), patients);
        Matcher patient = IS_PATIENT.matcher(text);
        if (patient.find()) {
            collect(ID.matcher(text), patients); // which of the ids is the patient's is unknown
        }
        return patients;
    }

    private static void collect(Matcher matcher, Set<String> patients) {
        while (matcher.find()) {
            if (FhirIds.isId(matcher.group(1))) {
                patients.add(matcher.group(1));
            }
        }
    }
}
