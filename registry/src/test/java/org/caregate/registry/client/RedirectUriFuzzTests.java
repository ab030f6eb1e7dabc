package org.caregate.registry.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.caregate.testing.Fuzz;
import org.junit.jupiter.api.Test;

/** Redirect URIs that somebody wants to register: refused, or leading where they seem to lead (RFC 9700 §2.1). */
class RedirectUriFuzzTests {
    @Test
    void damagedRedirectUri_isRefused_orLeadsToOneHostOrApp() {
        Fuzz.text(
                List.of(
                        "https://app.example.org/callback?a=b",
                        "http://127.0.0.1:7443/callback",
                        "http://[::1]:1/",
                        "org.example.app:/callback",
                        "https://user@app.example.org:8443/x"),
                List.of(
                        "#",
                        "*",
                        "@",
                        ":",
                        "//",
                        "\\",
                        "/..",
                        "%",
                        "%0d%0a",
                        "\r\n",
                        " ",
                        "?",
                        "localhost",
                        "javascript:",
                        "data:",
                        "http:",
                        "[",
                        "]",
                        "\u00e9"),
                text -> {
                    for (boolean publicClient : new boolean[] {true, false}) {
                        if (RedirectUris.problem(text, publicClient).isEmpty()) {
                            URI uri = URI.create(text);
                            assertThat(uri.getRawFragment()).isNull();
                            assertThat(text.chars())
                                    .allMatch(c -> c > 0x20 && c < 0x7f && c != '*' && c != '\\' && c != '#');
                            boolean web = List.of("http", "https").contains(uri.getScheme());
                            assertThat(web ? uri.getHost() : uri.getScheme()).contains(web ? "" : ".");
                            assertThat(RedirectUris.origin(text).isPresent()).isEqualTo(web);
                            assertThat(!"http".equals(uri.getScheme())
                                            || RedirectUris.origin(text)
                                                    .orElseThrow()
                                                    .matches("http://(127\\.0\\.0\\.1|\\[::1\\])(:[0-9]+)?"))
                                    .isTrue();
                        }
                    }
                });
    }
}
