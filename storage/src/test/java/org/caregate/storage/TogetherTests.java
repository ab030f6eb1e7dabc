package org.caregate.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.caregate.registry.Race;
import org.junit.jupiter.api.Test;

class TogetherTests {
    private final List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());

    @Test
    void everyCallerGetsItsOwnAnswer_andBatchesAreBounded() {
        Together<Integer, String> together = new Together<>(
                items -> {
                    sizes.add(items.size());
                    return items.stream().map(item -> "answer to " + item).toList();
                },
                7);
        AtomicInteger number = new AtomicInteger();
        List<Boolean> right = Race.run(500, () -> {
            int own = number.getAndIncrement();
            return together.run(own).equals("answer to " + own);
        });
        assertThat(right).hasSize(500).containsOnly(true);
        assertThat(sizes).allSatisfy(size -> assertThat(size).isBetween(1, 7));
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(500);
    }

    @Test
    void whoComesMeanwhile_isTakenAlongByTheNext() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Together<Integer, Integer> together = new Together<>(
                items -> {
                    sizes.add(items.size());
                    if (items.contains(0)) {
                        first.countDown();
                        awaitQuietly(release);
                    }
                    return items;
                },
                100);
        List<Thread> callers = new ArrayList<>();
        callers.add(Thread.ofVirtual().start(() -> together.run(0)));
        first.await();
        for (int i = 1; i <= 20; i++) {
            int own = i;
            callers.add(Thread.ofVirtual().start(() -> together.run(own)));
        }
        while (callers.stream().skip(1).anyMatch(caller -> caller.getState() != Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
        release.countDown();
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(sizes).containsExactly(1, 20);
    }

    @Test
    void failure_isEverybodysWhoWasTakenAlong_andTheNextGoOn() {
        AtomicInteger calls = new AtomicInteger();
        Together<Integer, Integer> together = new Together<>(
                items -> {
                    if (calls.getAndIncrement() == 0) {
                        throw new IllegalStateException("away");
                    }
                    return items;
                },
                100);
        assertThatThrownBy(() -> together.run(1)).hasMessage("away");
        assertThat(together.run(2)).isEqualTo(2);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
