package org.caregate.audit.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.caregate.audit.checkpoint.Head;
import org.caregate.audit.reading.LogSource;

/**
 * Finds entries that stand at more than one place of a log which no database indexes. Memory is bounded: where there are more ids than
 * fit, the log is read once for each part of them.
 */
final class RepeatedEntries {
    private static final int IDS_AT_ONCE = 1 << 24;
    private static final int MOST_TOLD = 100;

    private final LogSource source;
    private final int idsAtOnce;

    private RepeatedEntries(LogSource source, int idsAtOnce) {
        this.source = source;
        this.idsAtOnce = idsAtOnce;
    }

    static List<String> in(LogSource source) {
        return new RepeatedEntries(source, IDS_AT_ONCE).find();
    }

    static List<String> in(LogSource source, int idsAtOnce) {
        return new RepeatedEntries(source, idsAtOnce).find();
    }

    private List<String> find() {
        long entries = source.lanes().stream().mapToLong(this::size).sum();
        long parts = Math.max(1, Math.ceilDiv(entries, idsAtOnce));
        List<String> repeated = new ArrayList<>();
        for (long part = 0; part < parts && repeated.size() < MOST_TOLD; part++) {
            repeated.addAll(in(part, parts));
        }
        return repeated;
    }

    private List<String> in(long part, long parts) {
        Ids ids = new Ids();
        each(id -> {
            long folded = folded(id);
            if (Math.floorMod(folded, parts) == part) {
                ids.add(folded);
            }
        });
        long[] twice = ids.twice();
        List<UUID> named = new ArrayList<>();
        if (twice.length > 0) {
            each(id -> {
                if (named.size() < 2 * MOST_TOLD && Arrays.binarySearch(twice, folded(id)) >= 0) {
                    named.add(id);
                }
            });
        }
        return named.stream()
                .filter(id -> named.indexOf(id) != named.lastIndexOf(id)) // two ids may fold to one number
                .distinct()
                .map(UUID::toString)
                .toList();
    }

    private void each(Consumer<UUID> consumer) {
        for (int lane : source.lanes()) {
            source.places(lane, 0, size(lane), placed -> {
                if (placed.entry() != null) {
                    consumer.accept(placed.entry().id());
                }
            });
        }
    }

    private long size(int lane) {
        return Math.min(source.end(lane), source.head(lane).map(Head::size).orElse(0L));
    }

    private static long folded(UUID id) {
        return id.getMostSignificantBits() * 0x9E3779B97F4A7C15L ^ id.getLeastSignificantBits();
    }

    private static final class Ids {
        private long[] ids = new long[1024];
        private int count;

        void add(long id) {
            if (count == ids.length) {
                ids = Arrays.copyOf(ids, count * 2);
            }
            ids[count++] = id;
        }

        long[] twice() {
            Arrays.sort(ids, 0, count);
            long[] twice = new long[MOST_TOLD];
            int found = 0;
            for (int i = 1; i < count && found < twice.length; i++) {
                if (ids[i] == ids[i - 1] && (found == 0 || twice[found - 1] != ids[i])) {
                    twice[found++] = ids[i];
                }
            }
            return Arrays.copyOf(twice, found);
        }
    }
}
