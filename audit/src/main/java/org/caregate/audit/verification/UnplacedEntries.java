package org.caregate.audit.verification;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.caregate.audit.proof.Youth;
import org.caregate.audit.reading.LogSource.Unplaced;
import org.jspecify.annotations.Nullable;

/** Judges the entries that have no place: those that wait may, for a while, and no other may exist. */
final class UnplacedEntries {
    private static final int TOLD_ONE_BY_ONE = 100;

    private final String origin;
    private final Youth youth;
    private final List<Finding> findings = new ArrayList<>();
    private long waiting;
    private long untold;
    private long overdue;
    private @Nullable Instant oldest;

    UnplacedEntries(String origin, Youth youth) {
        this.origin = origin;
        this.youth = youth;
    }

    void judge(Unplaced entry) {
        waiting += entry.waiting() ? 1 : 0;
        if (!entry.waiting() || entry.row() == null) {
            add(new Finding.Stray(origin, entry.id()));
        } else if (!entry.row().agreesWithItsLeaf()) {
            add(new Finding.WaitingChanged(origin, entry.id()));
        } else if (!youth.isYoung(entry.row().time())) {
            overdue++;
            Instant time = entry.row().time();
            oldest = oldest == null || time.isBefore(oldest) ? time : oldest;
        }
    }

    /** How many wait. */
    long waiting() {
        return waiting;
    }

    List<Finding> findings() {
        List<Finding> all = new ArrayList<>(findings);
        if (untold > 0) {
            all.add(new Finding.MoreStrays(origin, untold));
        }
        Instant first = oldest;
        if (first != null) {
            all.add(new Finding.Overdue(origin, overdue, first));
        }
        return all;
    }

    private void add(Finding finding) {
        if (findings.size() < TOLD_ONE_BY_ONE) {
            findings.add(finding);
        } else {
            untold++;
        }
    }
}
