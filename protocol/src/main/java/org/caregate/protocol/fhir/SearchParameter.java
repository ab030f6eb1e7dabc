package org.caregate.protocol.fhir;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One {@code name:modifier.chain=value} of a search (FHIR R4, "Search", §3.1.1).
 *
 * @param name up to the first colon or dot: {@code subject}, {@code _has}, {@code _include}
 * @param modifier between the colon and the next dot, or null: {@code exact}, {@code Patient}, {@code iterate}; for {@code _has}
 *     the whole rest
 * @param chain what follows the dot, or null: {@code name} of {@code subject:Patient.name}
 * @param value decoded, escapes of the search syntax still in it
 */
public record SearchParameter(
        String name, @Nullable String modifier, @Nullable String chain, String value) {

    /** A plain parameter. */
    public static SearchParameter of(String name, String value) {
        return new SearchParameter(name, null, null, value);
    }

    /** The name with modifier and chain, as written. */
    public String key() {
        return name + (modifier == null ? "" : ":" + modifier) + (chain == null ? "" : "." + chain);
    }

    /** Neither modifier nor chain. */
    public boolean isPlain() {
        return modifier == null && chain == null;
    }

    /** The values OR-ed with commas, escapes still in them. */
    public List<String> alternatives() {
        return SearchValue.split(value, ',');
    }
}
