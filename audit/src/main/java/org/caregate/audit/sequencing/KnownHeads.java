package org.caregate.audit.sequencing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.caregate.audit.checkpoint.Head;
import org.caregate.audit.checkpoint.LogKey;
import org.caregate.audit.checkpoint.MalformedNoteException;
import org.caregate.audit.checkpoint.SignedCheckpoint;

/**
 * The newest signed head of every lane that this process has seen. What the store says is held against it: a head that this log's key
 * did not sign, a lane that became shorter or another one, and a lane that is gone all break the log.
 */
public final class KnownHeads {
    private final LogKey key;
    private final Set<Integer> closed;
    private final Map<Integer, SignedCheckpoint> known = new ConcurrentHashMap<>();

    /**
     * Knows nothing yet.
     *
     * @param closed lanes that an operator closed after a break: nothing is expected of them
     */
    public KnownHeads(LogKey key, Set<Integer> closed) {
        this.key = key;
        this.closed = Set.copyOf(closed);
    }

    /** A head that is known from elsewhere: signed here, or kept beside the anchor. */
    public void learn(int lane, SignedCheckpoint head) {
        if (!closed.contains(lane)) {
            known.merge(lane, head, (before, now) -> now.size() > before.size() ? now : before);
        }
    }

    public Map<Integer, SignedCheckpoint> all() {
        return new TreeMap<>(known);
    }

    Set<Integer> closed() {
        return closed;
    }

    /**
     * Reads the newest heads and holds them against what is known.
     *
     * @return those of the lanes that are not closed
     * @throws BrokenLogException if they contradict it
     */
    public List<Head> hold(Function<Set<Integer>, List<Head>> read) {
        Map<Integer, SignedCheckpoint> before = all(); // what was stored by now has to be in what is read
        List<Head> stored;
        try {
            stored = read.apply(closed);
        } catch (MalformedNoteException | IllegalArgumentException notOurs) {
            throw new BrokenLogException("a stored head is none that this log signed");
        }
        for (Head head : stored) {
            hold(head.lane(), Optional.of(head), Optional.ofNullable(before.remove(head.lane())));
        }
        before.remove(Head.ROOT);
        before.forEach((lane, head) -> hold(lane, Optional.empty(), Optional.of(head)));
        return stored;
    }

    /** Holds the newest head of one lane, or of the root, against what is known of it. */
    public Optional<Head> hold(int lane, Supplier<Optional<Head>> read) {
        Optional<SignedCheckpoint> before = Optional.ofNullable(known.get(lane));
        Optional<Head> stored;
        try {
            stored = read.get();
        } catch (MalformedNoteException | IllegalArgumentException notOurs) {
            throw new BrokenLogException("the head of lane " + lane + " is none that this log signed");
        }
        hold(lane, stored, before);
        return stored;
    }

    private void hold(int lane, Optional<Head> stored, Optional<SignedCheckpoint> before) {
        if (stored.isEmpty()) {
            if (before.isPresent()) {
                throw new BrokenLogException(
                        "lane " + lane + " has " + before.get().size() + " signed entries and no head any more");
            }
            return;
        }
        SignedCheckpoint now = stored.get().checkpoint();
        if (before.isPresent() && before.get().note().equals(now.note())) {
            return;
        }
        if (!now.isSignedBy(lane == Head.ROOT ? key : key.ofLane(lane))) {
            throw new BrokenLogException("the head of lane " + lane + " is not signed by this log's key");
        }
        if (before.isPresent() && now.size() <= before.get().size()) {
            throw new BrokenLogException("lane " + lane + " had " + before.get().size() + " signed entries and has "
                    + now.size() + " now, or others");
        }
        learn(lane, now);
    }
}
