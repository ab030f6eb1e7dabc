package org.caregate.audit.anchor;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.caregate.audit.tree.Hash;

/**
 * Acknowledged entries that a writer could not place before it ended, with the hashes of their leaves: the next start demands that each
 * is in the log.
 */
public record LeftBehind(UUID writer, Map<UUID, Hash> entries) {
    public LeftBehind {
        entries = new LinkedHashMap<>(entries);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        entries.forEach((id, hash) -> text.append(id).append(' ').append(hash).append('\n'));
        return text.toString();
    }

    static LeftBehind parse(UUID writer, String text) {
        Map<UUID, Hash> entries = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            String[] parts = line.split(" ", 2);
            entries.put(UUID.fromString(parts[0]), Hash.of(HexFormat.of().parseHex(parts[1])));
        });
        return new LeftBehind(writer, entries);
    }
}
