package org.caregate.audit.search;

import java.util.Map;

/** How far each lane was read: its next index. */
public record TailPosition(Map<Integer, Long> next) {
    public static final TailPosition START = new TailPosition(Map.of());

    public TailPosition {
        next = Map.copyOf(next);
    }

    public long of(int lane) {
        return next.getOrDefault(lane, 0L);
    }
}
