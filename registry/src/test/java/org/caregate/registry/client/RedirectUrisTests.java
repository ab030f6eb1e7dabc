package org.caregate.registry.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectUrisTests {
    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1/callback,      http://127.0.0.1:49152/callback",
        "http://127.0.0.1:80/callback,   http://127.0.0.1/callback",
        "http://127.0.0.1:1/?a=b,        http://127.0.0.1:65535/?a=b",
        "http://127.0.0.1,               http://127.0.0.1:49152",
        "http://[::1]:7443/callback,     http://[::1]:49152/callback",
    })
    @Requirement({"RFC8252-7.3", "RFC9700-2.1"})
    void nativeAppsLoopbackRedirect_mayHaveAnyPort(String registered, String asked) {
        assertThat(RedirectUris.same(registered, asked, true)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1/callback,      http://127.0.0.1:49152/callback/",
        "http://127.0.0.1/callback,      http://127.0.0.1:49152/callback?a=b",
        "http://127.0.0.1/callback,      http://127.0.0.1:49152/other",
        "http://127.0.0.1/callback,      http://127.0.0.1:49152@evil.example.org/callback",
        "http://127.0.0.1/callback,      http://127.0.0.1.evil.example.org/callback",
        "http://127.0.0.1/callback,      http://127.0.0.1:0/callback",
        "http://127.0.0.1/callback,      http://127.0.0.1:65536/callback",
        "http://127.0.0.1/callback,      http://127.0.0.1:/callback",
        "http://127.0.0.1/callback,      http://[::1]:49152/callback",
        "http://127.0.0.1/callback,      http://localhost:49152/callback",
        "http://127.0.0.1/callback,      https://127.0.0.1:49152/callback",
        "http://127.0.0.1/callback,      HTTP://127.0.0.1:49152/callback",
        "https://127.0.0.1:7443/cb,      https://127.0.0.1:49152/cb",
        "https://app.example.org/cb,     https://app.example.org:49152/cb",
    })
    @Requirement({"RFC8252-7.3", "RFC9700-4.1.3"})
    void everythingElse_isComparedCharacterByCharacter(String registered, String asked) {
        assertThat(RedirectUris.same(registered, registered, true)).isTrue();
        assertThat(RedirectUris.same(registered, asked, true)).isFalse();
    }

    @Test
    @Requirement("RFC9700-2.1")
    void confidentialClientsLoopbackRedirect_hasItsPort() {
        assertThat(RedirectUris.same("http://127.0.0.1:1/cb", "http://127.0.0.1:2/cb", false))
                .isFalse();
    }
}
