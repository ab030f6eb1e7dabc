package org.caregate.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.caregate.bundledpostgresql.UnsafeServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurabilityCheckTests {
    private final Map<String, String> settings = new HashMap<>(Map.of(
            "server_version_num", "150000",
            "server_version", "14.22",
            "fsync", "on",
            "full_page_writes", "on",
            "synchronous_commit", "on"));

    @ParameterizedTest
    @ValueSource(strings = {"fsync", "full_page_writes"})
    void serverStartedWithTheSettingOff_isRefused(String setting) throws Exception {
        try (UnsafeServer server = UnsafeServer.startedWith(setting + "=off")) {
            assertThat(Database.open(server.address()))
                    .isInstanceOfSatisfying(
                            DatabaseStart.Refused.class,
                            refused -> assertThat(refused.line()).contains(setting + " = off", "set it to on"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "fsync, off",
        "full_page_writes, off",
        "synchronous_commit, off",
        "synchronous_commit, local",
        "synchronous_commit, remote_write"
    })
    void settingThatMayLoseACommit_isRefused(String name, String value) {
        settings.put(name, value);
        assertThatThrownBy(() -> DurabilityCheck.check(this::show, "caregate"))
                .isInstanceOf(DatabaseRefusal.class)
                .hasMessageContaining(name + " = " + value);
    }

    @Test
    void postgres14_isRefused() {
        settings.put("server_version_num", "140022");
        assertThatThrownBy(() -> DurabilityCheck.check(this::show, "caregate"))
                .isInstanceOf(DatabaseRefusal.class)
                .hasMessageContaining("PostgreSQL 15 or newer")
                .hasMessageContaining("14.22");
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "remote_apply"})
    void durableServer_passes(String commit) {
        settings.put("synchronous_commit", commit);
        assertThatCode(() -> DurabilityCheck.check(this::show, "caregate")).doesNotThrowAnyException();
    }

    private String show(String name) {
        return Objects.requireNonNull(settings.get(name), name);
    }
}
