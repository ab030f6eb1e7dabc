package org.caregate.gateway.upstream;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;

/** Reads {@code Retry-After} (RFC 9110 §10.2.3: seconds or a date), bounded to an hour. */
final class RetryAfter {
    private static final int LONGEST_SECONDS = 3600;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private RetryAfter() {}

    /** From one second to an hour; 0 when the field is absent or says nothing. */
    static int seconds(@Nullable String field, Instant now) {
        String value = field == null ? "" : field.strip();
        if (SECONDS.matcher(value).matches()) {
            return Math.clamp(Long.parseLong(value), 1, LONGEST_SECONDS);
        }
        Instant date = value.isEmpty() ? null : DateUtils.parseStandardDate(value);
        return date == null ? 0 : Math.clamp(Duration.between(now, date).toSeconds(), 1, LONGEST_SECONDS);
    }
}
