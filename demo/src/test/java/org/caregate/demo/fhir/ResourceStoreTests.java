package org.caregate.demo.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceStoreTests {

    @TempDir
    Path folder;

    @Test
    void writes_surviveARestart_alsoAfterATornLine() throws Exception {
        ResourceStore store = open();
        store.update("Goal", "g", goal("active"), null);
        store.update("Goal", "g", goal("completed"), 1L);
        Files.writeString(folder.resolve("writes.ndjson"), "{\"resourceType\":\"Go", StandardOpenOption.APPEND);

        ResourceStore again = open();
        assertThat(again.current("Goal", "g").orElseThrow().version()).isEqualTo(2);
        assertThat(again.version("Goal", "g", 1)
                        .orElseThrow()
                        .json()
                        .path("lifecycleStatus")
                        .asText())
                .isEqualTo("active");
        assertThat(again.update("Goal", "g", goal("cancelled"), 1L))
                .isEqualTo(new ResourceStore.WriteResult.VersionConflict());
        again.update("Goal", "g", goal("cancelled"), 2L);
        assertThat(open().current("Goal", "g").orElseThrow().version()).isEqualTo(3);
    }

    private ResourceStore open() throws IOException {
        WriteJournal journal = WriteJournal.in(folder);
        ResourceStore store = new ResourceStore(Set.of("Goal"), Clock.systemUTC(), journal);
        journal.read().forEach(store::load);
        return store;
    }

    private static ObjectNode goal(String status) {
        return JsonNodeFactory.instance.objectNode().put("resourceType", "Goal").put("lifecycleStatus", status);
    }
}
