package org.caregate.identity.picker;

import java.text.Collator;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A patient as a line of a page.
 *
 * @param id the logical id, sent back when chosen
 * @param birthDate written out, so that no order of day and month can be mistaken; null when unknown
 */
public record PatientLine(String id, String name, @Nullable String birthDate) {
    private static final DateTimeFormatter WRITTEN_OUT = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    /** The lines of those patients, by name. */
    public static List<PatientLine> of(Collection<String> patients, Map<String, PatientName> known) {
        return patients.stream()
                .map(id -> line(id, known.get(id)))
                .sorted(Comparator.comparing(PatientLine::name, Collator.getInstance(Locale.ENGLISH))
                        .thenComparing(PatientLine::id))
                .toList();
    }

    private static PatientLine line(String id, @Nullable PatientName name) {
        if (name == null) {
            return new PatientLine(id, "Record " + id, null);
        }
        return new PatientLine(
                id, name.displayName(), name.birthDate() == null ? null : WRITTEN_OUT.format(name.birthDate()));
    }
}
