package org.caregate.gateway.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MissingPaceTests {
    @ParameterizedTest
    @CsvSource({
        "100, 0, 100",
        "100, 1, 100",
        "100, 99, 100",
        "100, 100, 200",
        "100, 101, 200",
        "100, 1250, 1300",
        "250, 251, 500"
    })
    void answer_isDueAtTheEndOfItsStep(long stepMillis, long elapsedMillis, long dueMillis) {
        MissingPace pace = new MissingPace(Duration.ofMillis(stepMillis));
        assertThat(Duration.ofNanos(pace.due(Duration.ofMillis(elapsedMillis).toNanos())))
                .isEqualTo(Duration.ofMillis(dueMillis));
    }
}
