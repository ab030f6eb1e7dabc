package org.caregate.audit.retention;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;

/**
 * How long the entries of a month have to stay readable: from its end, for as long as the deployment says (45 CFR 164.316(b)(2)(i):
 * at least six years).
 */
public record DataKeyRetention(Duration retention) {
    /** Until when the key of a month is kept; never the end, for a name that is no month. */
    public Instant retainedUntil(String name) {
        try {
            return YearMonth.parse(name)
                    .plusMonths(1)
                    .atDay(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant()
                    .plus(retention);
        } catch (DateTimeException notAMonth) {
            return Instant.MAX;
        }
    }

    /** The keys whose retention has ended. */
    public List<String> ended(List<String> names, Instant now) {
        return names.stream()
                .filter(name -> !now.isBefore(retainedUntil(name)))
                .sorted()
                .toList();
    }
}
