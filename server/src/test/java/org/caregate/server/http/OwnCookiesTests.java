package org.caregate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.caregate.testing.Requirement;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnCookiesTests {
    private static final String OURS = "__Host-caregate=abc-_.~123";

    @ParameterizedTest
    @ValueSource(
            strings = {
                OURS,
                "q=\"a\" b; " + OURS,
                OURS + "; q=\"unclosed",
                "a=\"x;" + OURS + ";y\"",
                ";;;=;" + OURS,
                "\u0081=\u009f; a b=c d; " + OURS + " ; z",
                "__Host-caregate=with space; __Host-caregate=\"quoted\"; " + OURS,
                "$Version=1; " + OURS + "; $Path=/",
                "__host-caregate=other-case; __Secure-caregate=other-prefix; " + OURS
            })
    @Requirement("RFC6265-4.2.1")
    void ownCookie_isFoundAmongWhateverOthersSet(String header) {
        assertThat(OwnCookies.only(HttpFields.build().add("Cookie", header)).getValuesList("Cookie"))
                .containsExactly(OURS);
    }

    @Test
    void cookiesInSeveralFields_areRead() {
        HttpFields fields = HttpFields.build()
                .add("Cookie", "a=b")
                .add("Cookie", OURS)
                .add("Cookie", "__Host-caregate-device=d")
                .add("X", "y");

        assertThat(OwnCookies.only(fields).get("Cookie")).isEqualTo(OURS + "; __Host-caregate-device=d");
        assertThat(OwnCookies.only(fields).get("X")).isEqualTo("y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a=b", "q=\"a\" b", "__Host-caregatex y=1", "x__Host-caregate=1"})
    void cookiesOfOthers_leaveNoField(String header) {
        assertThat(OwnCookies.only(HttpFields.build().add("Cookie", header)).contains("Cookie"))
                .isFalse();
    }

    @Test
    void requestWithoutCookies_isUntouched() {
        HttpFields fields = HttpFields.build().add("X", "y").asImmutable();

        assertThat(OwnCookies.only(fields)).isSameAs(fields);
    }
}
