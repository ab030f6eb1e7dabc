package org.caregate.audit.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerificationProgressTests {
    private long now = 5;

    @Test
    void progress_isToldAtMostOnceASecond() {
        List<String> lines = new ArrayList<>();
        VerificationProgress progress = new VerificationProgress(lines::add, () -> now);
        for (long judged = 1000; judged <= 5_000_000; judged *= 10) {
            progress.accept(judged);
            now += 500_000_000;
        }
        assertThat(lines).containsExactly("100,000 entries judged");
        now += 500_000_000;
        progress.accept(7_654_321);
        assertThat(lines).containsExactly("100,000 entries judged", "7,654,321 entries judged");
    }
}
