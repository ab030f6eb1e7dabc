package org.caregate.policy.compartment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodingTests {
    @Test
    void token_readsBackAsItself() {
        Coding coding = new Coding("http://sys", "code");
        assertThat(Coding.parse(coding.token())).contains(coding);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "|", "a", "|a", "a|", "a|b|c", "a|b,c|d", "a|b$c", "a|\\b", "a|b c", "a||b"})
    void anythingElse_isNoCoding(String token) {
        assertThat(Coding.parse(token)).isEmpty();
    }

    @Test
    void halfACoding_cannotBeMade() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Coding("", "code"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Coding("http://sys", ""));
    }
}
