package org.caregate.server.node;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does one thing again and again until closed; a failure is reported once, and its end too. */
final class Periodic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Periodic.class);

    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private Periodic(String name, Duration pause, Runnable work) {
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(() -> run(name, pause, work));
    }

    static Periodic every(Duration pause, String name, Runnable work) {
        Periodic periodic = new Periodic(name, pause, work);
        periodic.thread.start();
        return periodic;
    }

    private void run(String name, Duration pause, Runnable work) {
        boolean failing = false;
        try {
            do {
                try {
                    work.run();
                    if (failing) {
                        LOG.info("{} works again", name);
                    }
                    failing = false;
                } catch (RuntimeException e) {
                    if (!failing) {
                        LOG.warn(
                                "{} failed and is tried again: {}",
                                name,
                                e.getClass().getName());
                        LOG.debug("{}", name, e);
                    }
                    failing = true;
                }
            } while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
