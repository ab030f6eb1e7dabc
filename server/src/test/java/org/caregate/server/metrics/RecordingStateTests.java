package org.caregate.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecordingStateTests {
    private final AtomicLong now = new AtomicLong();
    private final RecordingState state = new RecordingState(now::get);

    @Test
    void failure_isRemembered_untilOneSucceeds() {
        assertThat(state.isPossible()).isTrue();
        state.failed();
        assertThat(state.isPossible()).isFalse();
        state.succeeded();
        assertThat(state.isPossible()).isTrue();
    }

    @Test
    void failure_isForgottenAfterAWhile_soThatANodeOutOfServiceComesBack() {
        state.failed();
        now.addAndGet(RecordingState.COUNTS.toNanos());
        assertThat(state.isPossible()).isFalse();
        now.incrementAndGet();
        assertThat(state.isPossible()).isTrue();
    }
}
