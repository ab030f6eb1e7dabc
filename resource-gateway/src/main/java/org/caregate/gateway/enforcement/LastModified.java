package org.caregate.gateway.enforcement;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * {@code Last-Modified} (RFC 9110 §8.8.2) from {@code meta.lastUpdated}. It is part of every read, so the common forms are read and
 * written digit by digit: the general parser and formatter were 4 % of a read.
 */
final class LastModified {
    private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };
    private static final int SECONDS_END = "2026-11-30T23:00:00".length();

    private LastModified() {}

    /** The field's value; null when there is no instant, or one that is still to come: that is not sent (§8.8.2.1). */
    static @Nullable String of(@Nullable String lastUpdated, Instant now) {
        Instant at = lastUpdated == null ? null : instant(lastUpdated);
        return at == null || at.isAfter(now) ? null : httpDate(at);
    }

    /** FHIR's instant; null when it is something else. */
    static @Nullable Instant instant(String text) {
        try {
            Instant common = commonForm(text);
            return common == null ? OffsetDateTime.parse(text).toInstant() : common;
        } catch (DateTimeParseException other) {
            return null;
        }
    }

    /** {@code YYYY-MM-DDThh:mm:ss}, perhaps a fraction, then {@code Z} or {@code +00:00}; null for any other form. */
    private static @Nullable Instant commonForm(String text) {
        int end = text.endsWith("Z") ? text.length() - 1 : text.endsWith("+00:00") ? text.length() - 6 : -1;
        if (end < SECONDS_END
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':') {
            return null;
        }
        int fraction = 0;
        if (end > SECONDS_END) {
            int digits = end - SECONDS_END - 1;
            fraction = text.charAt(SECONDS_END) == '.' && digits >= 1 && digits <= 9
                    ? number(text, SECONDS_END + 1, end)
                    : -1;
            for (int i = digits; i < 9 && fraction > 0; i++) {
                fraction *= 10;
            }
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if ((year | month | day | hour | minute | second | fraction) < 0) {
            return null;
        }
        try {
            return LocalDateTime.of(year, month, day, hour, minute, second, fraction)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException impossible) { // such as 30 February
            return null;
        }
    }

    /** The digits from there to there; -1 when they are not all digits. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** IMF-fixdate (RFC 9110 §5.6.7), which has four digits for the year; null for a year that has not. */
    private static @Nullable String httpDate(Instant at) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(at.getEpochSecond(), 0, ZoneOffset.UTC);
        if (time.getYear() < 0 || time.getYear() > 9999) {
            return null;
        }
        StringBuilder date = new StringBuilder("Mon, 30 Nov 2026 23:00:00 GMT".length());
        date.append(DAYS[time.getDayOfWeek().getValue() - 1]).append(", ");
        two(date, time.getDayOfMonth());
        date.append(' ').append(MONTHS[time.getMonthValue() - 1]).append(' ');
        two(date, time.getYear() / 100);
        two(date, time.getYear() % 100);
        date.append(' ');
        two(date, time.getHour());
        date.append(':');
        two(date, time.getMinute());
        date.append(':');
        two(date, time.getSecond());
        return date.append(" GMT").toString();
    }

    private static void two(StringBuilder date, int number) {
        date.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
