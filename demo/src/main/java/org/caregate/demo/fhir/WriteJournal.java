package org.caregate.demo.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** What was written to the demo's server, one resource a line, so that it survives a restart. */
public final class WriteJournal {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    private WriteJournal(Path file) {
        this.file = file;
    }

    /** Opens the journal in a folder, making the folder if need be. */
    public static WriteJournal in(Path folder) throws IOException {
        Files.createDirectories(folder);
        WriteJournal journal = new WriteJournal(folder.resolve("writes.ndjson"));
        journal.cutTornLine();
        return journal;
    }

    /** Every version written so far, in order. */
    public List<JsonNode> read() throws IOException {
        List<JsonNode> versions = new ArrayList<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                versions.add(JSON.readTree(line));
            }
        }
        return versions;
    }

    synchronized void append(JsonNode version) throws IOException {
        Files.writeString(
                file, JSON.writeValueAsString(version) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** A kill in the middle of a write leaves a last line that was never acknowledged. */
    private void cutTornLine() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        String text = Files.readString(file);
        int end = text.lastIndexOf('\n') + 1;
        if (end < text.length()) {
            Files.writeString(file, text.substring(0, end));
        }
    }
}
