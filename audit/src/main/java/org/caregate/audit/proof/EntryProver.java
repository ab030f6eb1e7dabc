package org.caregate.audit.proof;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.caregate.audit.anchor.Anchor;
import org.caregate.audit.anchor.AnchoredCheckpoint;
import org.caregate.audit.checkpoint.Head;
import org.caregate.audit.checkpoint.LogKey;
import org.caregate.audit.checkpoint.SignedCheckpoint;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.MalformedEntryException;
import org.caregate.audit.entry.SealedEntry;
import org.caregate.audit.reading.LogSource;
import org.caregate.audit.sealing.BrokenSealException;
import org.caregate.audit.sealing.EntrySealing;
import org.caregate.audit.tree.Hash;

/** Proves the rows that a search found, each by itself, against the newest anchored checkpoint. */
public final class EntryProver {
    private final LogSource source;
    private final Anchor anchor;
    private final LogKey key;
    private final EntrySealing sealing;
    private final Duration anchorLimit;
    private final Clock clock;

    /**
     * Proves rows of that log.
     *
     * @param anchorLimit how long its nodes go on without their anchor
     */
    public EntryProver(
            LogSource source, Anchor anchor, LogKey key, EntrySealing sealing, Duration anchorLimit, Clock clock) {
        this.source = source;
        this.anchor = anchor;
        this.key = key;
        this.sealing = sealing;
        this.anchorLimit = anchorLimit;
        this.clock = clock;
    }

    /** The entries of the rows, opened, in the rows' order; heads are read after the rows were, as the log grows meanwhile. */
    public List<FoundEntry> found(List<StoredRow> rows) {
        return begin().found(rows);
    }

    /** One reading of the log in many parts, which share what was proved of its tiles. */
    public Reading begin() {
        return new Reading();
    }

    /** Proves rows against the checkpoint that was anchored last when it began. */
    public final class Reading {
        private final Map<Integer, SignedTiles> anchored = new HashMap<>();
        private final Map<Integer, Long> heads = new HashMap<>();
        private final Youth youth = Youth.of(anchorLimit, clock.instant());

        private Reading() {
            anchor.latest().map(AnchoredCheckpoint::lanes).orElse(List.of()).forEach(this::add);
        }

        private void add(SignedCheckpoint checkpoint) {
            int lane = key.laneOf(checkpoint.checkpoint().origin());
            if (lane != Head.ROOT && checkpoint.isSignedBy(key.ofLane(lane))) {
                anchored.put(lane, new SignedTiles(source, lane, checkpoint));
            }
        }

        public List<FoundEntry> found(List<StoredRow> rows) {
            heads.clear();
            Set<UUID> seen = new HashSet<>();
            List<FoundEntry> found = new ArrayList<>();
            for (StoredRow row : rows) {
                FoundEntry entry = found(row);
                found.add(
                        seen.add(row.id()) ? entry : new FoundEntry(entry.entry(), Proof.UNPROVED, entry.unreadable()));
            }
            return found;
        }

        private FoundEntry found(StoredRow row) {
            SealedEntry sealed;
            try {
                sealed = SealedEntry.ofLeaf(row.leaf().toArray());
            } catch (MalformedEntryException notAnEntry) {
                return FoundEntry.ofRowThatIsNoEntry(row.id());
            }
            Optional<AuditEntry> opened = opened(sealed);
            return new FoundEntry(
                    opened.orElse(sealed.plain()),
                    sealed.id().equals(row.id()) ? proof(row, sealed) : Proof.UNPROVED,
                    opened.isEmpty());
        }

        private Proof proof(StoredRow row, SealedEntry sealed) {
            Proof unlessCovered = youth.isYoung(sealed.plain().time()) ? Proof.NOT_YET_ANCHORED : Proof.UNPROVED;
            if (row.places().size() != 1) {
                return row.places().isEmpty() ? unlessCovered : Proof.UNPROVED;
            }
            StoredRow.Place place = row.places().getFirst();
            SignedTiles tiles = anchored.get(place.lane());
            if (place.index() < 0) {
                return Proof.UNPROVED;
            }
            if (tiles != null && place.index() < tiles.size()) {
                return tiles.hold(place.index(), Hash.ofLeaf(row.leaf().toArray())) ? Proof.PROVED : Proof.UNPROVED;
            }
            return place.index() < heads.computeIfAbsent(place.lane(), this::signedSize)
                    ? unlessCovered
                    : Proof.UNPROVED;
        }

        private long signedSize(int lane) {
            return lane <= Head.ROOT
                    ? 0
                    : source.head(lane)
                            .filter(head -> head.checkpoint().isSignedBy(key.ofLane(lane)))
                            .map(Head::size)
                            .orElse(0L);
        }
    }

    /** Empty if its data key is gone, or if key or fields were changed. */
    private Optional<AuditEntry> opened(SealedEntry entry) {
        try {
            return sealing.open(entry);
        } catch (BrokenSealException | IllegalStateException unusable) {
            return Optional.empty();
        }
    }
}
