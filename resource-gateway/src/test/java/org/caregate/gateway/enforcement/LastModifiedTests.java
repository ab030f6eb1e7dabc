package org.caregate.gateway.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastModifiedTests {
    private static final Instant NOW = Instant.parse("9999-12-31T23:59:59Z");
    private static final DateTimeFormatter GENERAL = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-30T23:05:09Z",
                "2026-11-30T23:05:09.1Z",
                "2026-11-30T23:05:09.123+00:00",
                "2026-11-30T23:05:09.123456789Z",
                "2024-02-29T00:00:00Z",
                "2026-11-30T23:05:09.999+05:30",
                "2026-11-30T23:05:09-11:00",
                "2026-11-30T23:05Z",
                "0001-01-01T00:00:00Z",
                "1969-12-31T23:59:59.5Z"
            })
    void instant_isReadAsTheGeneralParserReadsIt_andWrittenAsItsFormatterDoes(String text) {
        Instant expected = OffsetDateTime.parse(text).toInstant();
        assertThat(LastModified.instant(text)).isEqualTo(expected);
        assertThat(LastModified.of(text, NOW)).isEqualTo(GENERAL.format(expected));
    }

    @Test
    void anyInstant_isWrittenAsTheGeneralFormatterDoes() {
        Random random = new Random(17);
        for (int i = 0; i < 2_000; i++) {
            Instant at = Instant.EPOCH
                    .plus(random.nextInt(-719_000, 2_900_000), ChronoUnit.DAYS)
                    .plusMillis(random.nextInt(86_400_000));
            assertThat(LastModified.of(at.toString(), NOW)).isEqualTo(GENERAL.format(at));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-11-30",
                "2026-11-30T23:05:09",
                "2026-02-30T23:05:09Z",
                "2026-13-01T23:05:09Z",
                "2026-11-30T24:05:09Z",
                "2026-11-30T23:60:09Z",
                "2026-11-30 23:05:09Z",
                "2026-11-30T23:05:0xZ",
                "2026-11-30T23:05:09.xZ",
                "2026-11-30T23:05:09,5Z",
                "2026-11-30T23:05:09.1234567890Z",
                "+026-11-30T23:05:09Z",
                "２０26-11-30T23:05:09Z",
                "yesterday, some time in the morning Z"
            })
    void whatIsNoInstant_isNotSent(String text) {
        assertThat(LastModified.of(text, NOW)).isNull();
    }

    @Test
    void timeToCome_isNotSent() {
        Instant now = Instant.parse("2026-11-30T23:05:09Z");
        assertThat(LastModified.of("2026-11-30T23:05:09Z", now)).isEqualTo("Mon, 30 Nov 2026 23:05:09 GMT");
        assertThat(LastModified.of("2026-11-30T23:05:09.001Z", now)).isNull();
        assertThat(LastModified.of(null, now)).isNull();
    }

    @Test
    void yearOfFiveDigits_hasNoHttpDate() {
        assertThat(LastModified.of("+12026-11-30T23:05:09Z", Instant.MAX)).isNull();
    }
}
