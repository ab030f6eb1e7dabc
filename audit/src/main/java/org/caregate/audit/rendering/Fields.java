package org.caregate.audit.rendering;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object in the making: members in the order they are put, without those that say nothing. */
final class Fields {
    private final Map<String, Object> members = new LinkedHashMap<>();

    Fields put(String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value);
        }
        return this;
    }

    /** Left out when the list is empty: FHIR R4 knows no empty arrays. */
    Fields putAll(String name, List<?> values) {
        return put(name, values.isEmpty() ? null : values);
    }

    Map<String, Object> toMap() {
        return members;
    }
}
