package org.caregate.auditverifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.caregate.audit.InMemoryStore;
import org.caregate.audit.TestLog;
import org.caregate.audit.anchor.AnchorFolder;
import org.caregate.audit.export.LogExport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditVerifierTests {
    private final InMemoryStore store = new InMemoryStore();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private Path anchor;
    private Path export;
    private TestLog log;

    @BeforeEach
    void exportALog() throws IOException {
        anchor = folder.resolve("anchor");
        export = Files.createDirectory(folder.resolve("export"));
        log = new TestLog(store, store, store, new AnchorFolder(anchor));
        log.anchored(300).anchored(20);
        export(export);
    }

    private void export(Path target) {
        new LogExport(
                        store,
                        log.key,
                        log.signer,
                        entry -> log.sealing.open(entry).orElseThrow())
                .write(log.root.publish().orElseThrow(), target);
    }

    private int run(Object... arguments) {
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return AuditVerifier.run(Arrays.stream(arguments).map(Object::toString).toList(), stream, stream);
    }

    @Test
    void export_verifies_withKeyAlone_withAnchor_andAsZip() throws IOException {
        assertThat(run("--key", log.key.text(), export)).isZero();
        assertThat(run("--key", export.resolve("key.txt"), "--anchor", anchor, export))
                .isZero();
        Path zip = folder.resolve("export.zip");
        try (FileSystem files = FileSystems.newFileSystem(URI.create("jar:" + zip.toUri()), Map.of("create", "true"))) {
            export(files.getPath("/"));
        }
        assertThat(run("--key", log.key.text(), "--anchor", anchor, zip)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("verified: 320 entries against 4 checkpoints");
    }

    private String verdict() {
        out.reset();
        int status = run("--key", log.key.text(), "--anchor", anchor, export);
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(text).startsWith(status == 0 ? "verified: " : "TAMPERED: ");
        return text;
    }

    private static void change(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at < 0 ? bytes.length + at : at] ^= 1;
        Files.write(file, bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "lane/1/tile/entries/000, -1, entry 255 was changed",
        "lane/1/tile/entries/000, 2, entry 0 was changed",
        "lane/1/tile/entries/001.p/64, -1, entry 319 was changed",
        "tile/entries/000.p/2, -3, entry 1 was changed",
        "lane/1/tile/0/000, 0, the stored tile's hash of entry 0 was changed",
        "lane/1/tile/1/000.p/1, 0, file lane/1/tile/1/000.p/1 was changed",
        "lane/1/checkpoint, -3, the checkpoint of size 320 is not signed",
        "checkpoint, -3, the checkpoint of size 2 is not signed",
        "key.txt, 0, file key.txt was changed",
        "index.json, 5, file index.json was changed",
        "files.txt, 0, file files.txt is not what the manifest says",
        "manifest, 40, file manifest is missing",
        "manifest, -3, file manifest is missing",
        "entries.ndjson, 30, line 1 of entries.ndjson is not what its leaf says",
        "entries.ndjson, -40, line 320 of entries.ndjson is not what its leaf says"
    })
    void changedExport_isFoundAndLocated(String file, int at, String found) throws IOException {
        assertThat(verdict()).startsWith("verified");
        change(export.resolve(file), at);
        assertThat(verdict()).contains("TAMPERED", found);
    }

    /** Base64 has unused bits at its end: a text that differs in them alone stands for the same signature, and is refused all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"manifest", "checkpoint", "lane/1/checkpoint"})
    void signatureInAnotherSpelling_isRefused(String file) throws IOException {
        Path signed = export.resolve(file);
        String text = Files.readString(signed);
        int last = text.length() - 3; // before the padding and the end of the line
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        char other = alphabet.charAt(alphabet.indexOf(text.charAt(last)) + 1);
        Files.writeString(signed, text.substring(0, last) + other + text.substring(last + 1));
        assertThat(verdict()).contains("TAMPERED");
    }

    /** What people read, changed in every way that leaves each line readable. */
    @ParameterizedTest
    @CsvSource({
        "edited, line 8 of entries.ndjson is not what its leaf says",
        "edited where sealed, file entries.ndjson was changed",
        "cut, line 320 of entries.ndjson is missing",
        "cut in the middle, line 101 of entries.ndjson is not what its leaf says",
        "extended, line 321 of entries.ndjson was added",
        "reordered, line 5 of entries.ndjson is not what its leaf says",
        "repeated, line 11 of entries.ndjson is not what its leaf says",
        "emptied, line 1 of entries.ndjson is missing",
        "deleted, file entries.ndjson is missing"
    })
    void linesForReading_thatAreNotWhatTheLeavesSay_areFound(String how, String found) throws IOException {
        Path file = export.resolve("entries.ndjson");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        assertThat(lines).hasSize(320).allMatch(line -> line.contains("\"patients\""));
        switch (how) {
            case "edited" -> lines.set(7, lines.get(7).replace("\"person\":\"", "\"person\":\"x"));
            case "edited where sealed" -> lines.set(7, lines.get(7).replace("\"patient-", "\"another-"));
            case "cut" -> lines.removeLast();
            case "cut in the middle" -> lines.remove(100);
            case "extended" -> lines.add(lines.getLast().replace("\"index\":319", "\"index\":320"));
            case "reordered" -> Collections.swap(lines, 4, 9);
            case "repeated" -> lines.set(10, lines.get(9));
            default -> lines.clear();
        }
        if (how.equals("deleted")) {
            Files.delete(file);
        } else {
            Files.write(file, lines);
        }
        assertThat(verdict()).contains("TAMPERED", found);
    }

    @Test
    void lineOfAHugeLength_isFound_withoutBeingHeldInMemory() throws IOException {
        Files.writeString(export.resolve("entries.ndjson"), "x".repeat(5_000_000));
        assertThat(verdict()).contains("TAMPERED", "line 1 of entries.ndjson is not what its leaf says");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"key.txt", "index.json", "lane/1/tile/1/000.p/1", "tile/0/000.p/2", "files.txt", "manifest"})
    void missingFile_isFound(String file) throws IOException {
        Files.delete(export.resolve(file));
        assertThat(verdict()).contains("TAMPERED", "file " + file + " is");
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.html", "lane/1/tile/entries/002.p/1", "lane/7/note", "entries.ndjson~"})
    void addedFile_isFound(String file) throws IOException {
        Files.createDirectories(export.resolve(file).getParent());
        Files.writeString(export.resolve(file), "x");
        assertThat(verdict()).contains("TAMPERED", "file " + file + " was added");
    }

    @Test
    void linkInPlaceOfAFile_isFound() throws IOException {
        Path moved = Files.move(export.resolve("index.json"), folder.resolve("elsewhere.json"));
        Files.createSymbolicLink(export.resolve("index.json"), moved);
        assertThat(verdict()).contains("TAMPERED", "file index.json is missing");
    }

    @Test
    void manifestOfAnotherExport_ofTheSameLog_isFound() throws IOException {
        log.anchored(3);
        Path newer = Files.createDirectory(folder.resolve("newer"));
        export(newer);
        Files.copy(newer.resolve("manifest"), export.resolve("manifest"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(verdict()).contains("TAMPERED", "file files.txt is not what the manifest says");
    }

    @Test
    void checkpointInPlaceOfTheManifest_isFound() throws IOException {
        Files.copy(export.resolve("checkpoint"), export.resolve("manifest"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(verdict()).contains("TAMPERED", "file manifest is missing, or is not signed");
    }

    @ParameterizedTest
    @Timeout(30)
    @CsvSource({
        "checkpoint, 4611686018427387904",
        "checkpoint, 9223372036854775807",
        "checkpoint, 1099511627776",
        "lane/1/checkpoint, 4611686018427387904",
        "lane/1/checkpoint, 9223372036854775807"
    })
    void unsignedCheckpointOfAHugeSize_isFound_andCostsNothing(String file, String size) throws IOException {
        Path checkpoint = export.resolve(file);
        Files.writeString(checkpoint, Files.readString(checkpoint).replaceFirst("\\n[0-9]+\\n", "\n" + size + "\n"));
        assertThat(verdict()).contains("TAMPERED", "is not signed by this log's key");
        assertThat(run("--key", log.key.text(), export)).isEqualTo(1);
        assertThat(run("--key", log.key.text(), "--anchor", anchor, "--older-export", export))
                .isEqualTo(1);
    }

    @Test
    void fileLargerThanAnyOfAnExport_isNotRead() throws IOException {
        try (RandomAccessFile bundle = new RandomAccessFile(
                export.resolve("lane/1/tile/entries/001.p/64").toFile(), "rw")) {
            bundle.setLength(1L << 40); // sparse
        }
        Path list = export.resolve("files.txt");
        Files.writeString(list, Files.readString(list) + "x");
        assertThat(verdict()).contains("TAMPERED", "entry 256 is missing");
    }

    @Test
    void exportOlderThanTheAnchor_isFound_unlessThatIsMeant() {
        log.anchored(5);
        assertThat(run("--key", log.key.text(), "--anchor", anchor, export)).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("it was cut, or is an older copy");
        assertThat(run("--key", log.key.text(), "--anchor", anchor, "--older-export", export))
                .isZero();
        assertThat(run("--key", log.key.text(), export)).isZero();
    }

    @Test
    void otherKey_isFound() {
        TestLog other = TestLog.inMemory(new InMemoryStore());
        assertThat(run("--key", other.key.text(), export)).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("not signed by this log's key");
    }

    @Test
    void exportWithoutACheckpoint_isFound() throws IOException {
        Files.delete(export.resolve("checkpoint"));
        assertThat(run("--key", log.key.text(), export)).isEqualTo(1);
        assertThat(run("--key", log.key.text(), "--anchor", anchor, export)).isEqualTo(1);
    }

    @Test
    void misuse_isToldApartFromTampering() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("--key", log.key.text())).isEqualTo(2);
        assertThat(run(export)).isEqualTo(2);
        assertThat(run("--key", log.key.text(), export, export)).isEqualTo(2);
        assertThat(run("--key", log.key.text(), "--what")).isEqualTo(2);
        assertThat(run("--key", "no+key", export)).isEqualTo(2);
        assertThat(run("--key", folder.resolve("none"), export)).isEqualTo(2);
        assertThat(run("--key", log.key.text(), folder.resolve("none"))).isEqualTo(2);
        assertThat(run("--key", log.key.text(), "--anchor", folder.resolve("none"), export))
                .isEqualTo(2);
    }
}
