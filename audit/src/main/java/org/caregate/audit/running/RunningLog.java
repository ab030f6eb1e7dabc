package org.caregate.audit.running;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.caregate.audit.anchor.Anchor;
import org.caregate.audit.anchor.AnchoredCheckpoint;
import org.caregate.audit.anchor.LeftBehind;
import org.caregate.audit.checkpoint.Head;
import org.caregate.audit.checkpoint.LogKey;
import org.caregate.audit.checkpoint.SignedCheckpoint;
import org.caregate.audit.memory.PendingKey;
import org.caregate.audit.memory.WriterMemory;
import org.caregate.audit.reading.LogSource;
import org.caregate.audit.sequencing.HeadStore;
import org.caregate.audit.sequencing.KnownHeads;
import org.caregate.audit.sequencing.RootLog;
import org.caregate.audit.sequencing.Sequencer;
import org.caregate.audit.sequencing.SigningLog;
import org.caregate.audit.sequencing.Takeover;
import org.caregate.audit.tree.Hash;

/** The parts that sign and anchor, put together over one store and one anchor. */
public final class RunningLog {
    /** How long a row has to be seen waiting before it is taken for one that its writer left behind. */
    public static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HeadStore heads;
    private final Anchor anchor;
    private final WriterMemory memory;
    private final KnownHeads known;
    private final Takeover takeover;
    private final Sequencer sequencer;
    private final RootLog root;
    private List<LeftBehind> left;

    /**
     * A log that knows what the anchor knows.
     *
     * @param patience how long a row has to be seen waiting before it is taken over
     * @param unprovedAccepted whether rows without a proof may be those of a version before proofs
     */
    public RunningLog(
            HeadStore heads,
            LogSource source,
            Anchor anchor,
            SigningLog log,
            PendingKey pendingKey,
            WriterMemory memory,
            Duration patience,
            BooleanSupplier unprovedAccepted) {
        this.heads = heads;
        this.anchor = anchor;
        this.memory = memory;
        LogKey key = log.key();
        Set<Integer> closed = new HashSet<>();
        Set<UUID> setAside = new HashSet<>();
        anchor.breaks().forEach(acknowledged -> {
            closed.addAll(acknowledged.lanes());
            setAside.addAll(acknowledged.rows());
        });
        this.known = new KnownHeads(key, closed);
        anchor.latest().ifPresent(latest -> {
            known.learn(Head.ROOT, latest.root());
            latest.lanes().forEach(lane -> learn(key, lane));
        });
        anchor.laneHeads().forEach(lane -> learn(key, lane));
        this.takeover = new Takeover(heads, source, key, pendingKey, memory, patience, setAside, unprovedAccepted);
        this.sequencer = new Sequencer(heads, source, log, memory, takeover, known);
        this.root = new RootLog(heads, source, anchor, log, known);
        this.left = anchor.leftBehind();
        takeover.expect(left);
    }

    private void learn(LogKey key, SignedCheckpoint lane) {
        known.learn(key.laneOf(lane.checkpoint().origin()), lane);
    }

    /** Places and signs what waits. */
    public int step() {
        return sequencer.step();
    }

    /** Places and signs what this process was given receipts for. */
    public int own() {
        return sequencer.own();
    }

    /** Places what waits, and anchors it. */
    public Optional<AnchoredCheckpoint> publish() {
        sequencer.step();
        Optional<AnchoredCheckpoint> published = root.publish();
        sequencer.keepPartialTiles();
        return published;
    }

    /** Keeps newly signed heads beside the anchor. */
    public void keepHeads() {
        Sequencer.Signed signed = sequencer.takeSigned();
        try {
            signed.heads().forEach(anchor::keepLaneHead);
        } catch (RuntimeException failed) {
            sequencer.giveBack(signed);
            throw failed;
        }
        memory.kept(signed.signatures());
        if (!left.isEmpty() && takeover.nothingIsExpected()) {
            left.forEach(writer -> anchor.leave(new LeftBehind(writer.writer(), Map.of())));
            left = List.of();
        }
    }

    /** Holds what is stored against what is known. */
    public void holdHeads() {
        known.hold(heads::heads);
        known.hold(Head.ROOT, () -> heads.head(Head.ROOT));
    }

    /** Keeps what could not be placed outside the database, so that the next start demands it. */
    public void leave() {
        Map<UUID, Hash> entries = new LinkedHashMap<>();
        memory.unsigned().forEach(row -> row.entries().forEach(entry -> entries.put(entry.id(), entry.hash())));
        if (!entries.isEmpty()) {
            anchor.leave(new LeftBehind(memory.writer(), entries));
        }
    }

    /** How long entries have waited for their place, of this process or of another; zero when none waits. */
    public Duration waitingFor() {
        Duration own = memory.unsignedFor();
        Duration others = takeover.oldest();
        return own.compareTo(others) > 0 ? own : others;
    }

    public Sequencer sequencer() {
        return sequencer;
    }

    public RootLog root() {
        return root;
    }
}
