package org.caregate.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8259 §4: names within an object should be unique; here they must be, whatever their letter case. */
class NamesTests {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 8, 23, 24, 25, 26, 49, 200})
    void eachOfSoManyNames_isNewOnce_inAnyCase(int many) {
        Names names = new Names();
        for (int i = 0; i < many; i++) {
            assertThat(names.add("someName" + i)).as("name %d", i).isTrue();
        }
        for (int i = 0; i < many; i++) {
            assertThat(names.add("someName" + i)).as("name %d again", i).isFalse();
            assertThat(names.add(("someName" + i).toUpperCase(Locale.ROOT)))
                    .as("name %d in capitals", i)
                    .isFalse();
        }
        assertThat(names.add("another")).isTrue();
    }

    @Test
    void underscore_makesAnotherName() {
        Names names = new Names();
        assertThat(names.add("birthDate")).isTrue();
        assertThat(names.add("_birthDate")).isTrue();
        assertThat(names.add("_birthdate")).isFalse();
    }
}
