package org.caregate.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.caregate.audit.anchor.AcknowledgedBreak;
import org.caregate.audit.anchor.Anchor;
import org.caregate.audit.anchor.AnchorConflictException;
import org.caregate.audit.anchor.AnchoredCheckpoint;
import org.caregate.audit.anchor.LeftBehind;
import org.caregate.audit.checkpoint.SignedCheckpoint;
import org.jspecify.annotations.Nullable;

/** An anchor in memory, with a fault to inject. */
public final class InMemoryAnchor implements Anchor {
    private final TreeMap<Long, AnchoredCheckpoint> checkpoints = new TreeMap<>();
    private final Map<Integer, SignedCheckpoint> laneHeads = new TreeMap<>();
    private final List<AcknowledgedBreak> breaks = new ArrayList<>();
    private final Map<UUID, LeftBehind> left = new LinkedHashMap<>();
    private @Nullable Boolean fault;

    /** The next write fails before, or only after, it was persisted. */
    public void fail(boolean butPersist) {
        fault = butPersist;
    }

    @Override
    public Optional<AnchoredCheckpoint> latest() {
        return Optional.ofNullable(checkpoints.lastEntry()).map(Map.Entry::getValue);
    }

    @Override
    public void write(AnchoredCheckpoint checkpoint) {
        Boolean butPersist = fault;
        fault = null;
        if (butPersist == null || butPersist) {
            AnchoredCheckpoint there = checkpoints.putIfAbsent(checkpoint.root().size(), checkpoint);
            if (there != null
                    && !there.root().checkpoint().equals(checkpoint.root().checkpoint())) {
                throw new AnchorConflictException(checkpoint.root().size());
            }
        }
        if (butPersist != null) {
            throw new IllegalStateException("the test let the anchor fail");
        }
    }

    @Override
    public void forEach(Consumer<AnchoredCheckpoint> each) {
        checkpoints.values().forEach(each);
    }

    @Override
    public List<SignedCheckpoint> laneHeads() {
        return List.copyOf(laneHeads.values());
    }

    @Override
    public void keepLaneHead(int lane, SignedCheckpoint head) {
        laneHeads.merge(lane, head, (before, now) -> now.size() > before.size() ? now : before);
    }

    @Override
    public List<AcknowledgedBreak> breaks() {
        return List.copyOf(breaks);
    }

    @Override
    public void acknowledge(AcknowledgedBreak acknowledged) {
        breaks.add(acknowledged);
    }

    @Override
    public List<LeftBehind> leftBehind() {
        return List.copyOf(left.values());
    }

    @Override
    public void leave(LeftBehind behind) {
        if (behind.entries().isEmpty()) {
            left.remove(behind.writer());
        } else {
            left.put(behind.writer(), behind);
        }
    }
}
