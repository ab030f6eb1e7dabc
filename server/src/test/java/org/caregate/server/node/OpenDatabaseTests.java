package org.caregate.server.node;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.caregate.server.config.DatabaseSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** This module carries no PostgreSQL, as an image does not. */
class OpenDatabaseTests {
    @TempDir
    Path folder;

    @Test
    void bundledDatabaseThatIsNotCarried_isRefused_forNodesAndCommands() {
        DatabaseSettings.Bundled bundled = new DatabaseSettings.Bundled(folder);
        assertThatThrownBy(() -> OpenDatabase.forNode(bundled))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("database.bundled")
                .hasMessageContaining("database.url");
        assertThatThrownBy(() -> OpenDatabase.forCommand(bundled)).isInstanceOf(StartRefused.class);
        assertThatThrownBy(() -> OpenDatabase.running(bundled)).isInstanceOf(StartRefused.class);
    }
}
