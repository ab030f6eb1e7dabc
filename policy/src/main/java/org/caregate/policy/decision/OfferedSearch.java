package org.caregate.policy.decision;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caregate.policy.compartment.SearchParameters;
import org.caregate.protocol.fhir.type.ResourceTypes;

/** What a search may ask with any token whose scopes reach the type: all that a CapabilityStatement may promise. */
public final class OfferedSearch {
    /** Would answer questions about resources out of reach: for tokens that reach everything. */
    static final Set<String> LOOK_ELSEWHERE =
            Set.of("_has", "_filter", "_query", "_list", "_contained", "_containedType");

    /** Count, cut or read what has no proof: for tokens that nothing but type and permission limits. */
    static final Set<String> COUNT_CUT_OR_FULL_TEXT = Set.of("_total", "_summary", "_elements", "_text", "_content");

    private OfferedSearch() {}

    /** The kind of a parameter that is offered for the type; empty for one that is not. */
    public static Optional<String> parameter(String type, String name) {
        return LOOK_ELSEWHERE.contains(name) || COUNT_CUT_OR_FULL_TEXT.contains(name)
                ? Optional.empty()
                : kind(type, name);
    }

    /** Whether that value of {@code _include} is offered for the type. */
    public static boolean include(String type, String value) {
        return isReference(value) && value.startsWith(type + ":");
    }

    /** Whether that value of {@code _revinclude} is offered for any type. */
    public static boolean reverseInclude(String value) {
        return isReference(value);
    }

    private static boolean isReference(String value) {
        List<String> parts = List.of(value.split(":", -1));
        return (parts.size() == 2 || (parts.size() == 3 && ResourceTypes.contains(parts.get(2))))
                && SearchParameters.typeOf(parts.get(0), parts.get(1)).equals(Optional.of("reference"));
    }

    static Optional<String> kind(String type, String name) {
        return SearchParameters.typeOf(type, name).or(() -> SearchParameters.typeOfGeneral(name));
    }
}
