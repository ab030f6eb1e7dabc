package org.caregate.server.setup;

import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/** Whether someone administers yet; once someone does, it is never asked again. */
public final class SetUp {
    private final BooleanSupplier stillPending;
    private final CountDownLatch done = new CountDownLatch(1);

    /** Asks there, which may throw while the database is lost. */
    public SetUp(BooleanSupplier stillPending) {
        this.stillPending = stillPending;
    }

    /** Asks the database as long as the answer was yes: another node may have been the one that was set up. */
    public boolean isPending() {
        if (done.getCount() == 0) {
            return false;
        }
        if (stillPending.getAsBoolean()) {
            return true;
        }
        done.countDown();
        return false;
    }
}
