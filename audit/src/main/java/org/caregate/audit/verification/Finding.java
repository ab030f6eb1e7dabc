package org.caregate.audit.verification;

/** Something in the log that its key and its anchor do not vouch for, and where it is. */
public sealed interface Finding {
    /** The log it is in: the root's name, or a lane's. */
    String origin();

    /** One line for people. */
    String line();

    /** The entry at this place is not the one that was logged. */
    record EntryChanged(String origin, long index) implements Finding {
        @Override
        public String line() {
            return origin + ": entry " + index + " was changed or replaced";
        }
    }

    /** Nothing stands at this place any more. */
    record EntryMissing(String origin, long index) implements Finding {
        @Override
        public String line() {
            return origin + ": entry " + index + " is missing";
        }
    }

    /** The entry is as it was logged, but a search would find it under false words. */
    record CopiesChanged(String origin, long index) implements Finding {
        @Override
        public String line() {
            return origin + ": what entry " + index + " is searched by was changed";
        }
    }

    /** The entries are as they were logged, but the stored hash of this one is not. */
    record TileChanged(String origin, long index) implements Finding {
        @Override
        public String line() {
            return origin + ": the stored tile's hash of entry " + index + " was changed; the entry is as it was";
        }
    }

    /** Something between these two checkpoints is not as it was, and the stored tiles do not tell where. */
    record IntervalChanged(String origin, long after, long upTo) implements Finding {
        @Override
        public String line() {
            return origin + ": entries " + after + " to " + (upTo - 1)
                    + ", between the checkpoints of sizes " + after + " and " + upTo
                    + ", are not what was logged; what follows cannot be judged";
        }
    }

    /** The log ends before what a checkpoint covered: cut off, or an old copy. */
    record Shorter(String origin, long after, long upTo) implements Finding {
        @Override
        public String line() {
            return origin + ": the log ends within the checkpoints of sizes " + after + " and " + upTo
                    + ": it was cut, or is an older copy";
        }
    }

    /** A checkpoint that this log's key did not sign. */
    record NotSigned(String origin, long size) implements Finding {
        @Override
        public String line() {
            return origin + ": the checkpoint of size " + size + " is not signed by this log's key";
        }
    }

    /** Two signed checkpoints of one size: two histories. */
    record TwoHistories(String origin, long size) implements Finding {
        @Override
        public String line() {
            return origin + ": there are two signed checkpoints of size " + size;
        }
    }

    /** An entry that has no place in any lane and does not wait for one. */
    record Stray(String origin, String entry) implements Finding {
        @Override
        public String line() {
            return origin + ": entry " + entry + " was put in, or its place taken away";
        }
    }

    /** A place after the log's own end is taken. */
    record BeyondTheEnd(String origin, long index) implements Finding {
        @Override
        public String line() {
            return origin + ": entry " + index + " stands beyond the end of the log";
        }
    }

    /** More of the same kind, not told one by one. */
    record More(String origin, long count, long first, long last) implements Finding {
        @Override
        public String line() {
            return origin + ": " + count + " more between entries " + first + " and " + last;
        }
    }
}
