package org.caregate.audit.entry;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bytes inside the seals: what is sealed and read back, field by field. */
public final class SensitiveText {
    private SensitiveText() {}

    /** The fields that say something, as bytes to seal. */
    public static Map<SensitiveField, byte[]> of(Sensitive sensitive) {
        Map<SensitiveField, byte[]> fields = new EnumMap<>(SensitiveField.class);
        if (!sensitive.patients().isEmpty()) {
            fields.put(SensitiveField.PATIENTS, FieldWriter.list(sensitive.patients()));
        }
        if (!sensitive.resources().isEmpty()) {
            fields.put(SensitiveField.RESOURCES, FieldWriter.list(sensitive.resources()));
        }
        put(fields, SensitiveField.SOURCE_ADDRESS, sensitive.sourceAddress());
        put(fields, SensitiveField.USER_AGENT, sensitive.userAgent());
        put(fields, SensitiveField.QUERY, sensitive.query());
        put(fields, SensitiveField.USER_NAME, sensitive.userName());
        if (!sensitive.other().isEmpty()) {
            fields.put(SensitiveField.OTHER, FieldWriter.map(sensitive.other()));
        }
        return fields;
    }

    /** The fields as they were before they were sealed. */
    public static Sensitive read(Map<SensitiveField, byte[]> fields) {
        return new Sensitive(
                list(fields.get(SensitiveField.PATIENTS)),
                list(fields.get(SensitiveField.RESOURCES)),
                text(fields.get(SensitiveField.SOURCE_ADDRESS)),
                text(fields.get(SensitiveField.USER_AGENT)),
                text(fields.get(SensitiveField.QUERY)),
                text(fields.get(SensitiveField.USER_NAME)),
                map(fields.get(SensitiveField.OTHER)));
    }

    private static void put(Map<SensitiveField, byte[]> fields, SensitiveField field, @Nullable String value) {
        if (value != null) {
            fields.put(field, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static List<String> list(byte @Nullable [] value) {
        return value == null ? List.of() : FieldReader.list(value);
    }

    private static @Nullable String text(byte @Nullable [] value) {
        return value == null ? null : FieldReader.utf8(value);
    }

    private static Map<String, String> map(byte @Nullable [] value) {
        return value == null ? Map.of() : FieldReader.map(value);
    }
}
