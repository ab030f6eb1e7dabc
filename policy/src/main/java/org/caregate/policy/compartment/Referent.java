package org.caregate.policy.compartment;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caregate.protocol.fhir.FhirIds;
import org.caregate.protocol.fhir.type.ResourceTypes;
import org.jspecify.annotations.Nullable;

/**
 * What a Reference of a body names, as far as it matters to a restricted write. A FHIR server that checks references tells by its
 * answer whether the resource exists, so a write with a reference to an unknown patient is refused (FHIR R4, "References", §2.3.0).
 */
public sealed interface Referent {
    /** Nothing of a patient: a type that can be no patient's, or no resource at all. */
    record Outside() implements Referent {}

    /** The body itself, or what it contains. */
    record Inside() implements Referent {}

    /** A patient of this server. */
    record OfPatient(String id) implements Referent {}

    /**
     * A resource that may be some patient's.
     *
     * @param address {@code Type/id}, perhaps with a version
     */
    record Stored(String type, String id, String address) implements Referent {}

    /** It is unknown: a search, a {@code urn:}, another server, an identifier without a type, a contradiction. */
    record Unknown() implements Referent {}

    /** {@code Type/id} and perhaps a version, with nothing after it. */
    Pattern LITERAL = Pattern.compile("([A-Z][A-Za-z]+)/([A-Za-z0-9\\-.]{1,64})(?:/_history/([A-Za-z0-9\\-.]{1,64}))?");

    /** {@code Type/id} below another base. */
    Pattern ELSEWHERE = Pattern.compile("https?://[^\\s?#]+/([A-Z][A-Za-z]+)/[A-Za-z0-9\\-.]{1,64}");

    /**
     * Reads a reference.
     *
     * @param bases the addresses of this server, without a trailing slash
     * @param contained the type of each contained resource by its id
     */
    static Referent of(BodyReference reference, Set<String> bases, Map<String, String> contained) {
        String type = reference.type();
        if (type != null && !ResourceTypes.contains(type)) {
            return new Unknown();
        }
        String literal = reference.literal();
        if (literal == null) {
            boolean namesPatientsData = type == null ? !reference.impersonal() : !CompartmentPaths.isImpersonal(type);
            return reference.hasIdentifier() && namesPatientsData ? new Unknown() : new Outside();
        }
        if (literal.startsWith("#")) {
            return inside(literal.substring(1), type, contained);
        }
        String relative = literal;
        for (String base : bases) {
            if (literal.startsWith(base + "/")) {
                relative = literal.substring(base.length() + 1);
            }
        }
        Matcher here = LITERAL.matcher(relative);
        if (here.matches()) {
            String version = here.group(3);
            boolean usable = FhirIds.isId(here.group(2)) && (version == null || FhirIds.isId(version));
            boolean agrees = type == null || type.equals(here.group(1));
            return usable && agrees ? stored(here.group(1), here.group(2), relative) : new Unknown();
        }
        Matcher elsewhere = ELSEWHERE.matcher(relative);
        return elsewhere.matches()
                        && CompartmentPaths.isImpersonal(elsewhere.group(1))
                        && (type == null || type.equals(elsewhere.group(1)))
                ? new Outside()
                : new Unknown();
    }

    private static Referent stored(String type, String id, String address) {
        if (type.equals("Patient")) {
            return new OfPatient(id);
        }
        if (CompartmentPaths.isImpersonal(type)) {
            return new Outside();
        }
        return CompartmentPaths.contains(type) ? new Stored(type, id, address) : new Unknown();
    }

    private static Referent inside(String id, @Nullable String type, Map<String, String> contained) {
        if (id.isEmpty()) {
            return new Inside(); // the container, from within a contained resource
        }
        String named = contained.get(id);
        return named != null && (type == null || type.equals(named)) ? new Inside() : new Unknown();
    }
}
