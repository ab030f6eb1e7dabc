package org.caregate.audit.verification;

import java.time.Instant;

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

    /** More than one entry stands at one place. */
    record TwoAtOnePlace(String origin, long index) implements Finding {
        @Override
        public String line() {
            return origin + ": more than one entry stands at place " + index;
        }
    }

    /** One entry stands at more than one place, so that it would be counted and shown twice. */
    record PlacedTwice(String origin, String entry) implements Finding {
        @Override
        public String line() {
            return origin + ": entry " + entry + " stands at more than one place";
        }
    }

    /** Entries that wait and are not what was written, or wait for longer than any node that runs leaves them. */
    record Overdue(String origin, long count, Instant oldest) implements Finding {
        @Override
        public String line() {
            return origin + ": " + count + " entries, the oldest of " + oldest
                    + ", still have no place: they are held back, or no server runs";
        }
    }

    /** An entry that waits and would be found under false words, or is no entry. */
    record WaitingChanged(String origin, String entry) implements Finding {
        @Override
        public String line() {
            return origin + ": entry " + entry + ", which waits for its place, was changed";
        }
    }

    /** The end of a lane that an anchored checkpoint should cover by now. */
    record NotAnchored(String origin, long from, long to) implements Finding {
        @Override
        public String line() {
            return origin + ": entries " + from + " to " + (to - 1)
                    + " are older than any entry may be without an anchored checkpoint that covers it";
        }
    }

    /** A data key whose life the log does not tell as it is. */
    record KeyTrouble(String origin, String key, Kind kind) implements Finding {
        /** What is wrong with it. */
        public enum Kind {
            MISSING("is gone, and no entry says that it was destroyed: its sealed fields cannot be read"),
            DESTROYED_EARLY("was destroyed before its retention ended"),
            STILL_THERE("is said to be destroyed and is there"),
            UNEXPLAINED("is there, but nothing in the log was sealed by it and no entry says that it was created"),
            REPLACED("was created twice: what the first sealed cannot be read"),
            UNUSABLE("was changed: it does not open with this key file");

            private final String text;

            Kind(String text) {
                this.text = text;
            }
        }

        @Override
        public String line() {
            return origin + ": the data key " + key + " " + kind.text;
        }
    }

    /** A file of an export that is not what was exported. */
    record FileChanged(String origin, String file, String how) implements Finding {
        @Override
        public String line() {
            return origin + ": the export's file " + file + " " + how;
        }
    }

    /** A line for reading that is not what its leaf says. */
    record LineChanged(String origin, long number, String how) implements Finding {
        @Override
        public String line() {
            return origin + ": line " + number + " of entries.ndjson " + how;
        }
    }

    /** An entry that has no place in any lane and does not wait for one. */
    record Stray(String origin, String entry) implements Finding {
        @Override
        public String line() {
            return origin + ": entry " + entry + " was put in, or its place taken away";
        }
    }

    /** More entries without a place, not reported one by one. */
    record MoreStrays(String origin, long count) implements Finding {
        @Override
        public String line() {
            return origin + ": " + count + " more entries were put in, changed, or lost their place";
        }
    }

    /** A place is taken that no signed size covers. */
    record BeyondTheEnd(String origin, long index) implements Finding {
        @Override
        public String line() {
            return origin + ": entry " + index + " stands outside what the log's key signed";
        }
    }

    /** More of the same kind, not reported one by one. */
    record More(String origin, long count, long first, long last) implements Finding {
        @Override
        public String line() {
            return origin + ": " + count + " more between entries " + first + " and " + last;
        }
    }
}
