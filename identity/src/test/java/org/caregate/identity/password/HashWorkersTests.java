package org.caregate.identity.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.caregate.identity.password.HashWorkers.Outcome;
import org.caregate.identity.password.HashWorkers.Rank;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class HashWorkersTests {
    private final HashWorkers workers = new HashWorkers(1);
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() {
        blocked.countDown();
        callers.close();
    }

    private void block() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Future<?> _ = callers.submit(() -> workers.run(Rank.STRANGER, "first", () -> {
            begun.countDown();
            return await();
        }));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private boolean await() {
        try {
            return blocked.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Future<Outcome<String>> submit(Rank rank, String network) throws Exception {
        int before = workers.queued();
        Future<Outcome<String>> result = callers.submit(() -> workers.run(rank, network, () -> {
            done.add(network);
            return network;
        }));
        long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (workers.queued() == before && !result.isDone() && System.nanoTime() < until) {
            Thread.sleep(1);
        }
        return result;
    }

    private static long busy(List<Future<Outcome<String>>> results) throws Exception {
        long busy = 0;
        for (Future<Outcome<String>> result : results) {
            busy += result.get(10, TimeUnit.SECONDS) instanceof Outcome.Busy<String> ? 1 : 0;
        }
        return busy;
    }

    @Test
    void workBeyondTheQueue_isBusyAtOnce_withATimeToRetry() throws Exception {
        block();
        List<Future<Outcome<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            waiting.add(submit(Rank.STRANGER, "network-" + i));
        }
        int room = workers.queued();
        assertThat(room).isBetween(4, 64);
        long began = System.nanoTime();
        Outcome<String> last = submit(Rank.STRANGER, "late").get(1, TimeUnit.SECONDS);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
        assertThat(last)
                .isInstanceOfSatisfying(
                        Outcome.Busy.class,
                        busy -> assertThat(busy.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10)));
        blocked.countDown();
        assertThat(busy(waiting)).isEqualTo(200 - room);
    }

    @Test
    void oneNetworksFlood_takesNoPlaceFromOthers() throws Exception {
        block();
        List<Future<Outcome<String>>> flood = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            flood.add(submit(Rank.STRANGER, "flood"));
        }
        Future<Outcome<String>> other = submit(Rank.STRANGER, "other");
        blocked.countDown();
        assertThat(other.get(10, TimeUnit.SECONDS)).isEqualTo(new Outcome.Done<>("other"));
        assertThat(busy(flood)).isPositive();
        assertThat(done.indexOf("other")).isLessThanOrEqualTo(1); // in turn, not behind the flood
    }

    @Test
    void knownDevices_goFirst_andFloodingNetworksLast() throws Exception {
        block();
        Future<?> suspect = submit(Rank.SUSPECT, "suspect");
        Future<?> stranger = submit(Rank.STRANGER, "stranger");
        Future<Outcome<String>> known = submit(Rank.KNOWN, "known");
        blocked.countDown();
        known.get(10, TimeUnit.SECONDS);
        callers.shutdown();
        assertThat(callers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(List.of(suspect, stranger)).allMatch(Future::isDone);
        assertThat(done).containsExactly("known", "stranger", "suspect");
    }

    @Test
    void knownDevice_findsRoom_whenStrangersFillTheQueue() throws Exception {
        block();
        for (int i = 0; i < 100; i++) {
            Future<?> _ = submit(Rank.STRANGER, "network-" + i);
        }
        Future<Outcome<String>> known = submit(Rank.KNOWN, "known");
        blocked.countDown();
        assertThat(known.get(10, TimeUnit.SECONDS)).isEqualTo(new Outcome.Done<>("known"));
    }

    @Test
    void brokenWork_isThrownToItsCaller_andTheNextGoesOn() {
        assertThatThrownBy(() -> workers.run(Rank.KNOWN, "a", () -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(workers.run(Rank.KNOWN, "a", () -> "next")).isEqualTo(new Outcome.Done<>("next"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void work_hasTheLowestPriorityOfTheSystem_onAPlatformThread() {
        Outcome<String> stat = workers.run(Rank.KNOWN, "a", () -> {
            assertThat(Thread.currentThread().isVirtual()).isFalse();
            try {
                return Files.readString(Path.of("/proc/thread-self/stat"));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        String text = ((Outcome.Done<String>) stat).value();
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
        assertThat(fields[16]).as("nice").isEqualTo("19");
    }
}
