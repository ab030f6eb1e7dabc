package org.caregate.audit.verification;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.caregate.audit.proof.Youth;
import org.caregate.audit.reading.LogSource.DataKey;
import org.caregate.audit.sealing.DataKeyEvent;
import org.caregate.audit.verification.Finding.KeyTrouble;

/**
 * Holds the data keys that are there against what the log says of them: each that sealed an entry is there or was destroyed, by an
 * entry of the log, after its retention had ended (45 CFR 164.316(b)(2)(i)).
 */
final class DataKeyVerification {
    private final Set<String> used = new TreeSet<>();
    private final Set<String> created = new HashSet<>();
    private final Set<String> replaced = new TreeSet<>();
    private final Map<String, DataKeyEvent> destroyed = new HashMap<>();

    void used(String key) {
        used.add(key);
    }

    /** An event whose entry is proved. */
    void happened(DataKeyEvent event) {
        if (event.created()) {
            if (!created.add(event.name())) {
                replaced.add(event.name());
            }
        } else {
            destroyed.putIfAbsent(event.name(), event);
        }
    }

    /**
     * What is wrong.
     *
     * @param before the keys that were there before the log was read, and {@code after} those that were there afterwards: it grows
     * @param opens whether the key of that name opens
     */
    List<Finding> findings(
            String origin, List<DataKey> before, List<DataKey> after, Youth youth, Predicate<String> opens) {
        List<Finding> findings = new ArrayList<>();
        Set<String> present = new TreeSet<>();
        after.forEach(key -> present.add(key.name()));
        for (String key : used) {
            if (!present.contains(key) && !destroyed.containsKey(key)) {
                findings.add(new KeyTrouble(origin, key, KeyTrouble.Kind.MISSING));
            }
        }
        replaced.stream()
                .filter(key -> !destroyed.containsKey(key))
                .forEach(key -> findings.add(new KeyTrouble(origin, key, KeyTrouble.Kind.REPLACED)));
        destroyed.forEach((key, end) -> {
            if (end.isEarly() || !end.coversItsMonth()) {
                findings.add(new KeyTrouble(origin, key, KeyTrouble.Kind.DESTROYED_EARLY));
            }
            if (present.contains(key) && !youth.isYoung(end.time())) {
                findings.add(new KeyTrouble(origin, key, KeyTrouble.Kind.STILL_THERE));
            }
        });
        for (DataKey key : before) {
            if (!created.contains(key.name()) && !used.contains(key.name()) && !youth.isYoung(key.created())) {
                findings.add(new KeyTrouble(origin, key.name(), KeyTrouble.Kind.UNEXPLAINED));
            }
        }
        present.stream()
                .filter(key -> !opens.test(key))
                .forEach(key -> findings.add(new KeyTrouble(origin, key, KeyTrouble.Kind.UNUSABLE)));
        return findings;
    }
}
