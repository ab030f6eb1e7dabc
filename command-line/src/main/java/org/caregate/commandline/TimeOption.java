package org.caregate.commandline;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import org.caregate.commandline.exit.CommandRefused;
import org.jspecify.annotations.Nullable;

/** A time on the command line: a day of this machine's zone, or an instant. */
final class TimeOption {
    private static final int DAY = "2026-11-23".length();

    private TimeOption() {}

    static @Nullable Instant parse(String option, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return text.length() == DAY
                    ? LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw CommandRefused.unusable(
                    option + " is a date such as 2026-11-23, or a time such as 2026-11-23T10:00:00Z.");
        }
    }
}
