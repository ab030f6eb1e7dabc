package org.caregate.identity.password;

import static org.assertj.core.api.Assertions.assertThat;

import org.caregate.identity.people.Username;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordPolicyTests {
    private static final Username NAME = new Username("margaret");

    private final PasswordPolicy policy = new PasswordPolicy();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "short12",
                "password",
                "Password123",
                "HOSPITAL2026!",
                "1234567890",
                "qwertyuiop",
                "aaaaaaaaaaaa",
                "margaret1",
                "Margaret2026",
                "Summer2026!"
            })
    void weakPassword_isRefused_withAReason(String password) {
        assertThat(policy.objection(password, NAME)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a quiet river bends north",
                "x7#Lq0vT",
                "четыре слова подряд",
                "this one is longer than sixty-four characters, which every password field must allow"
            })
    void goodPassword_isAccepted_withoutRulesOfComposition(String password) {
        assertThat(policy.objection(password, NAME)).isEmpty();
    }

    @Test
    void lengthIsCountedInCodePoints() {
        assertThat(policy.objection("🦊🐻🐼🦁🐯🐨🐸", NAME)).isPresent();
        assertThat(policy.objection("🦊🐻🐼🦁🐯🐨🐸🐵", NAME)).isEmpty();
    }
}
