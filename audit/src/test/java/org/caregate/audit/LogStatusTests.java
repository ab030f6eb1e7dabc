package org.caregate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.caregate.audit.memory.WriterMemory;
import org.junit.jupiter.api.Test;

class LogStatusTests {
    private long now;
    private final WriterMemory memory = new WriterMemory(TestLog.pendingKey());
    private final LogStatus status = new LogStatus(memory, LogStatus.Limits.DEFAULT, () -> now);

    private void pass(Duration time) {
        now += time.toNanos();
        status.watched(Optional.empty()); // the tables were looked at all the time
    }

    @Test
    void lateAnchor_isAnAlarmAfterAMinute_andRefusedAfterFive_untilItIsWritten() {
        status.keeping();
        pass(Duration.ofSeconds(60));
        assertThat(status.anchorIsLate()).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(status.anchorIsLate()).isTrue();
        assertThat(status.objection()).isEmpty();
        pass(Duration.ofMinutes(4));
        assertThat(status.objection()).hasValueSatisfying(why -> assertThat(why).contains("anchor"));
        status.anchored();
        assertThat(status.objection()).isEmpty();
        assertThat(status.anchorIsLate()).isFalse();
    }

    @Test
    void tablesThatCouldNotBeLookedAt_areAnObjection_untilTheyAre() {
        status.keeping();
        now += Duration.ofSeconds(6).toNanos();
        assertThat(status.objection()).hasValueSatisfying(why -> assertThat(why).contains("looked at"));
        status.watched(Optional.empty());
        assertThat(status.objection()).isEmpty();
        status.watched(Optional.of("a trigger"));
        assertThat(status.objection()).hasValueSatisfying(why -> assertThat(why).contains("a trigger"));
    }

    @Test
    void brokenLog_staysBroken_andSaysWhyFirst() {
        assertThat(status.broken("a head")).isTrue();
        assertThat(status.broken("something else")).isFalse();
        status.watched(Optional.empty());
        status.anchored();
        assertThat(status.objection()).contains("the log is broken: a head");
    }

    @Test
    void commandWithoutAKeeper_isNeverLate() {
        now += Duration.ofDays(1).toNanos();
        assertThat(status.objection()).isEmpty();
        assertThat(status.anchorIsLate()).isFalse();
        status.keeping();
        status.stopped();
        now += Duration.ofDays(1).toNanos();
        assertThat(status.objection()).isEmpty();
    }

    @Test
    void limitsThatContradictOneAnother_areRefused() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new LogStatus.Limits(second, second.multipliedBy(2), second))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogStatus.Limits(Duration.ZERO, second, second))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogStatus.Limits(second, Duration.ZERO, second))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
