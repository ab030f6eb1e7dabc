package org.caregate.authorization.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.caregate.testing.Fuzz;
import org.junit.jupiter.api.Test;

/** A damaged form is refused, or read as what it says and nothing else (RFC 6749 appendix B). */
class FormFuzzTests {
    @Test
    void damagedForm_isRefused_orSaysWhatItIsReadAs() {
        Fuzz.text(
                List.of(
                        "grant_type=authorization_code&code=abc%2B%2F&redirect_uri=https%3A%2F%2Fapp.example.org%2Fcb",
                        "client_id=app&scope=openid+patient%2F*.rs&state=%C3%A4&nonce=",
                        "token=a.b.c&token_type_hint=refresh_token&&x"),
                List.of("&", "=", "%", "%00", "%0d%0a", "%C3", "%e2%82%ac", "+", ";", "client_id=", "&code=", "\u0000"),
                text -> {
                    if (FormParser.parse(text) instanceof FormParser.Result.Parsed(Parameters parameters)) {
                        assertThat(parameters.values()).hasSizeLessThanOrEqualTo(64);
                        assertThat(parameters.values().keySet()).containsAll(parameters.repeated());
                        assertThat(parameters.values()).allSatisfy((name, value) -> {
                            assertThat(name).isNotEmpty().hasSizeLessThanOrEqualTo(128);
                            assertThat(value).isNotEmpty().hasSizeLessThanOrEqualTo(16 * 1024);
                            assertThat((name + value).codePoints()).noneMatch(Character::isISOControl);
                        });
                        assertThat(FormParser.parse(encoded(parameters.values())))
                                .isEqualTo(new FormParser.Result.Parsed(new Parameters(parameters.values(), Set.of())));
                    }
                });
    }

    private static String encoded(Map<String, String> values) {
        return values.entrySet().stream()
                .map(one -> URLEncoder.encode(one.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
