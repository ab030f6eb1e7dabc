package org.caregate.audit.verification;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.caregate.audit.anchor.AnchoredCheckpoint;
import org.caregate.audit.checkpoint.Head;
import org.caregate.audit.checkpoint.LogKey;
import org.caregate.audit.checkpoint.MalformedNoteException;
import org.caregate.audit.checkpoint.SignedCheckpoint;
import org.caregate.audit.proof.Youth;
import org.caregate.audit.reading.LogSource;
import org.caregate.audit.reading.LogSource.DataKey;
import org.caregate.audit.tree.Hash;

/**
 * Judges a whole log: every entry is read once, in order, and its tree compared with each anchored checkpoint on the way.
 *
 * <p>Checkpoints are taken from the anchor; without one, the source's own newest root checkpoint serves, which proves that the log's
 * key signed what is there but not that nothing newer was cut off.
 */
public final class LogVerification {
    private final LogSource source;
    private final LogKey key;
    private final LongConsumer progress;
    private final Youth youth;
    private final Predicate<String> opens;
    private final List<Finding> findings = new ArrayList<>();
    private final TreeMap<Integer, TreeMap<Long, Hash>> expected = new TreeMap<>();
    private final DataKeyVerification dataKeys = new DataKeyVerification();
    private long checkpoints;

    /**
     * The verification of a log that does not grow, without its key file; to be used once.
     *
     * @param progress receives now and then how many entries were judged so far
     */
    public LogVerification(LogSource source, LogKey key, LongConsumer progress) {
        this(source, key, progress, Youth.UNLIMITED, dataKey -> true);
    }

    /**
     * A verification, to be used once.
     *
     * @param progress receives now and then how many entries were judged so far
     * @param opens whether the data key of that name, which is there, can be used
     */
    public LogVerification(LogSource source, LogKey key, LongConsumer progress, Youth youth, Predicate<String> opens) {
        this.source = source;
        this.key = key;
        this.progress = progress;
        this.youth = youth;
        this.opens = opens;
    }

    /** Adds what the anchor holds; called for each of its checkpoints before {@link #verify()}. */
    public void expect(AnchoredCheckpoint anchored) {
        expect(Head.ROOT, anchored.root());
        anchored.lanes().forEach(this::expectLane);
    }

    private void expectLane(SignedCheckpoint lane) {
        int number = key.laneOf(lane.checkpoint().origin());
        if (number == Head.ROOT) {
            findings.add(new Finding.NotSigned(lane.checkpoint().origin(), lane.size()));
        } else {
            expect(number, lane);
        }
    }

    /** Reads and judges everything. */
    public VerificationReport verify() {
        boolean anchored = !expected.isEmpty();
        List<DataKey> keysBefore = source.dataKeys();
        if (!anchored) {
            signedRoot().ifPresent(root -> expect(Head.ROOT, root));
        }
        List<VerificationReport.Uncovered> uncovered = new ArrayList<>();
        long entries = 0;
        LaneVerification root = verify(Head.ROOT, entries);
        if (!anchored && findings.isEmpty()) {
            expectWhatTheRootCovers(root.entries());
        }
        TreeSet<Integer> lanes = new TreeSet<>(source.lanes());
        lanes.addAll(expected.keySet());
        lanes.remove(Head.ROOT);
        for (int lane : lanes) {
            LaneVerification verified = verify(lane, entries);
            entries += verified.entries();
            verified.uncovered().ifPresent(uncovered::add);
        }
        source.repeated().forEach(entry -> findings.add(new Finding.PlacedTwice(key.origin(), entry)));
        long waiting = judgeUnplaced();
        findings.addAll(dataKeys.findings(key.origin(), keysBefore, source.dataKeys(), youth, opens));
        return new VerificationReport(entries, checkpoints, uncovered, waiting, findings);
    }

    private LaneVerification verify(int lane, long before) {
        LaneVerification verification = new LaneVerification(
                source,
                lane,
                keyOf(lane),
                expected.getOrDefault(lane, new TreeMap<>()),
                new LaneVerification.Judgement(dataKeys, youth, findings),
                judged -> progress.accept(before + judged));
        verification.run();
        return verification;
    }

    /** The entries without a place: those that wait are in order as long as they are what was written, and young. */
    private long judgeUnplaced() {
        UnplacedEntries unplaced = new UnplacedEntries(key.origin(), youth);
        source.unplaced(unplaced::judge);
        findings.addAll(unplaced.findings());
        return unplaced.waiting();
    }

    private void expect(int lane, SignedCheckpoint checkpoint) {
        String origin = checkpoint.checkpoint().origin();
        TreeMap<Long, Hash> ofLane = expected.computeIfAbsent(lane, fresh -> new TreeMap<>());
        Hash known = ofLane.get(checkpoint.size());
        if (checkpoint.root().equals(known)
                && checkpoint.checkpoint().origin().equals(keyOf(lane).origin())) {
            return; // the same lane checkpoint is covered by many roots
        }
        if (!checkpoint.isSignedBy(keyOf(lane))) {
            findings.add(new Finding.NotSigned(origin, checkpoint.size()));
        } else if (known != null) {
            findings.add(new Finding.TwoHistories(origin, checkpoint.size()));
        } else {
            ofLane.put(checkpoint.size(), checkpoint.root());
            checkpoints++;
        }
    }

    private Optional<SignedCheckpoint> signedRoot() {
        return source.head(Head.ROOT).map(Head::checkpoint).filter(root -> root.isSignedBy(key));
    }

    private void expectWhatTheRootCovers(long size) {
        for (long from = 0; from < size; from += ReadAhead.CHUNK) {
            source.places(
                    Head.ROOT,
                    from,
                    Math.min(size, from + ReadAhead.CHUNK),
                    placed -> parse(placed).ifPresent(this::expectLane));
        }
    }

    private Optional<SignedCheckpoint> parse(LogSource.Placed placed) {
        if (placed.leaf() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(SignedCheckpoint.parse(new String(placed.leaf().toArray(), StandardCharsets.UTF_8)))
                    .filter(checkpoint -> key.laneOf(checkpoint.checkpoint().origin()) != Head.ROOT);
        } catch (MalformedNoteException changed) {
            return Optional.empty(); // the root's own tree tells that it was changed
        }
    }

    private LogKey keyOf(int lane) {
        return lane == Head.ROOT ? key : key.ofLane(lane);
    }
}
