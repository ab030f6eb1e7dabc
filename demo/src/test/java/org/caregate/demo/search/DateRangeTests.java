package org.caregate.demo.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** FHIR R4 search, 3.1.1.4.7: dates as intervals under each prefix. */
class DateRangeTests {

    @ParameterizedTest
    @CsvSource({
        "eq2020,2020-05-01,true",
        "2020-05,2020-05-01T10:00:00Z,true",
        "2020-05-01,2020-05,false",
        "ne2020,2020-05-01,false",
        "ne2020-05-01,2020-05,true",
        "gt2020-05-01,2020-05-01T23:00:00Z,false",
        "gt2020-05-01,2020-05-02,true",
        "gt2020-05-01,2020-05,true",
        "lt2020-05-01,2020-04-30T23:59:59Z,true",
        "lt2020-05-01,2020-05-01,false",
        "ge2020-05-01,2020-05-01T00:00:00Z,true",
        "ge2020-05-01,2020-04-30,false",
        "le2020-05-01,2020-05-01T23:00:00Z,true",
        "le2020-05-01,2020-05-02,false",
        "sa2020-05-01,2020-05-01T12:00:00Z,false",
        "sa2020-05-01,2020-05-02,true",
        "eb2020-05-01,2020-04-30,true",
        "eb2020-05-01,2020-05-01,false",
        "ap2020-05,2020-05-07,true",
        "ap2020-05,2020-06-07,false",
        "2020-05-01T10:00:00+02:00,2020-05-01T08:00:00Z,true"
    })
    void prefix_decides(String query, String stored, boolean matches) {
        DateRange wanted = Objects.requireNonNull(DateRange.parse(Prefix.strip(query)));
        assertThat(wanted.matches(Prefix.of(query), Objects.requireNonNull(DateRange.parse(stored))))
                .isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "20", "2020-13", "2020-02-30", "2020-05-01T", "2020-05-01T25:00:00Z", "gt2020"})
    void malformedDate_isNone(String text) {
        assertThat(DateRange.parse(text)).isNull();
    }
}
