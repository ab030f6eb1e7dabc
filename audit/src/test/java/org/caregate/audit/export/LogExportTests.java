package org.caregate.audit.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.caregate.audit.InMemoryStore;
import org.caregate.audit.TestLog;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.entry.SealedEntry;
import org.caregate.audit.rendering.EntryJson;
import org.caregate.audit.verification.Finding;
import org.caregate.audit.verification.LogVerification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogExportTests {
    private final InMemoryStore store = new InMemoryStore();
    private final TestLog log = TestLog.inMemory(store);

    @TempDir
    Path folder;

    private long export() {
        return new LogExport(store, log.key, log.signer, SealedEntry::plain)
                .write(log.root.publish().orElseThrow(), folder);
    }

    private List<Finding> findings() {
        return new LogVerification(new ExportedLog(folder), log.key, judged -> {})
                .verify()
                .findings();
    }

    @Test
    void exportOfAChangedDatabase_hasALineForEachPlace_andAWholeManifest() throws IOException {
        log.anchored(10);
        store.entries.remove(Objects.requireNonNull(store.places.get(1)).get(4));
        export();
        assertThat(Files.readAllLines(folder.resolve("entries.ndjson")))
                .hasSize(10)
                .contains("{\"lane\":1,\"index\":4,\"unreadable\":true}");
        assertThat(new ExportVerification(folder, log.key).findings()).isEmpty();
        assertThat(findings()).containsExactly(new Finding.EntryChanged(TestLog.ORIGIN + "/lane/1", 4));
    }

    @Test
    void entryAtTwoSignedPlacesOfAnExport_isNamed() {
        log.anchored(300);
        export();
        ExportedLog exported = new ExportedLog(folder);
        assertThat(RepeatedEntries.in(exported)).isEmpty();
        assertThat(RepeatedEntries.in(exported, 7)).isEmpty();
        UUID twice = Objects.requireNonNull(store.places.get(1)).get(4);
        Objects.requireNonNull(store.places.get(1)).set(290, twice);
        assertThat(RepeatedEntries.in(store)).containsExactly(twice.toString());
        assertThat(RepeatedEntries.in(store, 7)).containsExactly(twice.toString());
    }

    @Test
    void export_verifiesWithoutTheStore() throws IOException {
        log.anchored(300).anchored(400);
        assertThat(export()).isEqualTo(700);
        assertThat(findings()).isEmpty();
        assertThat(log.verify(new ExportedLog(folder)).entries()).isEqualTo(700);
        assertThat(log.verify(new ExportedLog(folder)).findings()).isEmpty();
        assertThat(folder.resolve("lane/1/tile/entries/002.p/188")).exists();
        assertThat(folder.resolve("lane/1/tile/0/001")).hasSize(256 * 32);
        assertThat(folder.resolve("lane/1/tile/1/000.p/2")).hasSize(64);
        assertThat(Files.readAllLines(folder.resolve("entries.ndjson")))
                .hasSize(700)
                .allMatch(line -> line.startsWith("{\"lane\":1,\"index\":") && !line.contains("sensitive"));
        assertThat(Files.readString(folder.resolve("index.json"))).contains("\"entries\":700", log.key.text());
    }

    @Test
    void unsealedExport_showsSensitiveFieldsInItsLines() throws IOException {
        log.anchored(3);
        new LogExport(
                        store,
                        log.key,
                        log.signer,
                        entry -> log.sealing.open(entry).orElse(entry.plain()))
                .write(log.root.publish().orElseThrow(), folder);
        assertThat(Files.readString(folder.resolve("entries.ndjson"))).contains("\"patients\":[\"patient-");
        assertThat(findings()).isEmpty();
    }

    @Test
    void changedBundle_isLocated() throws IOException {
        log.anchored(300);
        export();
        Path bundle = folder.resolve("lane/1/tile/entries/000");
        byte[] bytes = Files.readAllBytes(bundle);
        bytes[100] ^= 1;
        Files.write(bundle, bytes);
        assertThat(findings()).containsExactly(new Finding.EntryChanged(TestLog.ORIGIN + "/lane/1", 0));
    }

    @Test
    void missingBundle_isLocated() throws IOException {
        log.anchored(257);
        export();
        Files.delete(folder.resolve("lane/1/tile/entries/001.p/1"));
        assertThat(findings()).containsExactly(new Finding.EntryMissing(TestLog.ORIGIN + "/lane/1", 256));
    }

    @Test
    void changedDatabase_isExportedAsItIs_andFound() {
        log.anchored(10);
        store.entries.remove(store.entries.keySet().iterator().next());
        export();
        assertThat(findings()).containsExactly(new Finding.EntryChanged(TestLog.ORIGIN + "/lane/1", 0));
    }

    @Test
    void otherCheckpoint_isFound() throws IOException {
        log.anchored(10);
        export();
        Files.writeString(folder.resolve("checkpoint"), "garbage");
        assertThat(log.verify(new ExportedLog(folder)).verified()).isFalse();
    }

    @Test
    void laneThatNoRootCovers_isJudgedAllTheSame() throws IOException {
        log.anchored(3);
        export();
        Path added = Files.createDirectories(folder.resolve("lane/7"));
        Files.copy(folder.resolve("lane/1/checkpoint"), added.resolve("checkpoint"));
        Files.createDirectories(folder.resolve("lane/no-number"));
        assertThat(new ExportedLog(folder).lanes()).containsExactly(1, 7);
        assertThat(findings()).contains(new Finding.NotSigned(TestLog.ORIGIN + "/lane/7", 3));
    }

    @Test
    void folderWithoutLanes_isAnEmptyLog() {
        assertThat(new ExportedLog(folder).lanes()).isEmpty();
        assertThat(findings()).isEmpty();
    }

    @Test
    void tileThatIsCutOff_isLeftAside_asTheEntriesProveThemselves() throws IOException {
        log.anchored(300);
        export();
        Files.write(folder.resolve("lane/1/tile/0/000"), new byte[33]);
        assertThat(new ExportedLog(folder).widest(1, 0, 0)).isEmpty();
        assertThat(new ExportedLog(folder).widest(1, 0, 1))
                .hasValueSatisfying(tile -> assertThat(tile.width()).isEqualTo(44));
        assertThat(new ExportedLog(folder).widest(1, 0, 2)).isEmpty();
        assertThat(findings()).isEmpty();
    }

    @Test
    void partOfALane_isReadAcrossItsBundles() {
        log.anchored(300);
        export();
        List<Long> read = new ArrayList<>();
        new ExportedLog(folder).places(1, 254, 258, placed -> read.add(placed.index()));
        assertThat(read).containsExactly(254L, 255L, 256L, 257L);
        new ExportedLog(folder).places(1, 299, 400, placed -> read.add(placed.index()));
        assertThat(read).hasSize(5).endsWith(299L);
    }

    @Test
    void bundle_isReadBack_andCutOffOnesAsFarAsTheyGo() {
        List<Bytes> entries = List.of(Bytes.of(new byte[] {1}), Bytes.of(new byte[300]));
        byte[] bundle = EntryBundle.write(entries);
        assertThat(EntryBundle.read(bundle)).isEqualTo(entries);
        assertThat(EntryBundle.read(Arrays.copyOf(bundle, bundle.length - 1))).isEqualTo(entries.subList(0, 1));
    }

    @Test
    void entryLine_isOneJsonObject() {
        AuditEntry entry = log.entry();
        assertThat(EntryJson.of(entry))
                .contains("\"exchange\":\"" + entry.exchangeId() + "\"", "\"sensitive\":{\"patients\":");
    }
}
