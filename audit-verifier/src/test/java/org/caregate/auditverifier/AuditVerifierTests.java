package org.caregate.auditverifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.caregate.audit.InMemoryStore;
import org.caregate.audit.TestLog;
import org.caregate.audit.anchor.AnchorFolder;
import org.caregate.audit.entry.SealedEntry;
import org.caregate.audit.export.LogExport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        new LogExport(store, log.key, SealedEntry::plain)
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

    @Test
    void changedExport_isFoundAndLocated() throws IOException {
        Path bundle = export.resolve("lane/1/tile/entries/001.p/64");
        byte[] bytes = Files.readAllBytes(bundle);
        bytes[bytes.length - 1] ^= 1;
        Files.write(bundle, bytes);
        assertThat(run("--key", log.key.text(), "--anchor", anchor, export)).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("TAMPERED", "entry 319 was changed");
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
