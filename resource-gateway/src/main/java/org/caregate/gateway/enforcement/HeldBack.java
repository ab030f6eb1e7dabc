package org.caregate.gateway.enforcement;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.caregate.audit.entry.AuditEntryBuilder;
import org.caregate.gateway.guard.ForeignResource;
import org.caregate.policy.compartment.Release.Reason;

/** Entries of a search result that were held back: all counted by their reason, the first ones of each named. */
final class HeldBack {
    private static final int NAMED = 8;

    private final Map<Reason, Long> counts = new EnumMap<>(Reason.class);
    private final Map<Reason, List<String>> named = new EnumMap<>(Reason.class);

    void add(ForeignResource foreign) {
        counts.merge(foreign.reason(), 1L, Long::sum);
        List<String> names = named.computeIfAbsent(foreign.reason(), reason -> new ArrayList<>());
        if (names.size() < AuditEntryBuilder.MAX_REFERENCES) {
            names.add(foreign.reference());
        }
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    /** The reasons that someone should look into: each may be another patient's data. */
    List<Reason> alarming() {
        return counts.keySet().stream().filter(Reason::isAlarming).toList();
    }

    long count(Reason reason) {
        return counts.getOrDefault(reason, 0L);
    }

    List<String> named(Reason reason) {
        return List.copyOf(named.getOrDefault(reason, List.of()));
    }

    /** {@code TYPE=2 CATEGORY=1}. */
    String summary() {
        StringJoiner words = new StringJoiner(" ");
        counts.forEach((reason, count) -> words.add(reason + "=" + count));
        return words.toString();
    }

    /** {@code TYPE: Practitioner/d1 Practitioner/d2; CATEGORY: Observation/o1}, the first of each. */
    String names() {
        StringJoiner words = new StringJoiner("; ");
        named.forEach((reason, names) ->
                words.add(reason + ": " + String.join(" ", names.subList(0, Math.min(NAMED, names.size())))));
        return words.toString();
    }
}
