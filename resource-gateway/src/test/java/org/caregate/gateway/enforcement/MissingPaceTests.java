package org.caregate.gateway.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MissingPaceTests {
    @ParameterizedTest
    @CsvSource({"0, 100", "1, 100", "99, 100", "100, 200", "101, 200", "1250, 1300"})
    void answer_isDueAtTheEndOfItsStep(long elapsedMillis, long dueMillis) {
        assertThat(Duration.ofNanos(
                        MissingPace.due(Duration.ofMillis(elapsedMillis).toNanos())))
                .isEqualTo(Duration.ofMillis(dueMillis));
    }
}
