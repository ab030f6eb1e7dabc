package org.caregate.audit.verification;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Places of one kind of trouble, in order: the first of them one by one and the rest as a number, however many there are. */
final class Indexes {
    static final int TOLD_ONE_BY_ONE = 20;

    private final List<Long> first = new ArrayList<>();
    private long more;
    private long firstOfMore;
    private long last;

    void add(long index) {
        add(1, index, index);
    }

    /** Adds {@code count} of them at once, from one to another. */
    void add(long count, long from, long to) {
        if (count == 1 && first.size() < TOLD_ONE_BY_ONE) {
            first.add(from);
            return;
        }
        firstOfMore = more == 0 ? from : firstOfMore;
        more += count;
        last = to;
    }

    /** Turns them into findings, and starts again. */
    void tell(String origin, LongFunction<Finding> finding, List<Finding> findings) {
        first.forEach(index -> findings.add(finding.apply(index)));
        if (more > 0) {
            findings.add(new Finding.More(origin, more, firstOfMore, last));
        }
        clear();
    }

    void clear() {
        first.clear();
        more = 0;
    }
}
