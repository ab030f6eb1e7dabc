package org.caregate.audit.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The bytes are for ever: whoever changes the format adds a version and keeps these files. */
class CanonicalEntryTests {
    private static final UUID ID = UUID.fromString("0198c1b2-3c4d-7e5f-8a6b-7c8d9e0f1a2b");
    private static final Instant TIME = Instant.parse("2026-11-23T12:00:00.123456Z");

    private static SealedEntry full() {
        AuditEntry plain = new AuditEntry(
                ID,
                "exchange-1",
                TIME,
                Phase.ATTEMPT,
                Action.RESOURCE_SEARCH,
                Outcome.REFUSED,
                "OUTSIDE_COMPARTMENT",
                "person-1",
                "client-1",
                "SmartApp2026",
                "grant-1",
                "jti-1",
                "https://localhost:9443/fhir",
                "patient/Observation.rs",
                "policy-7",
                "GET /fhir/Observation",
                403,
                12L,
                Map.of("b", "zwei", "a", "eins"),
                Sensitive.NONE);
        return new SealedEntry(
                plain,
                "2026-11",
                Map.of(
                        SensitiveField.QUERY, Bytes.of(new byte[] {9, 8, 7}),
                        SensitiveField.PATIENTS, Bytes.of(new byte[] {1, 2, 3})),
                List.of(mark(2), mark(1), mark(2)));
    }

    private static SealedEntry small() {
        AuditEntry plain = new AuditEntry(
                ID,
                "",
                TIME,
                Phase.SINGLE,
                Action.SIGN_IN,
                Outcome.PERMITTED,
                "",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                Sensitive.NONE);
        return new SealedEntry(plain, null, Map.of(), List.of());
    }

    private static Bytes mark(int first) {
        byte[] mark = new byte[SealedEntry.MARK_BYTES];
        mark[0] = (byte) first;
        return Bytes.of(mark);
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(
                CanonicalEntryTests.class.getResourceAsStream("/golden/" + name), "golden file " + name)) {
            return new String(file.readAllBytes(), StandardCharsets.US_ASCII).strip();
        }
    }

    @Test
    void version1_isWhatTheGoldenFilesHold_andIsReadBack() throws IOException {
        assertThat(HexFormat.of().formatHex(full().leaf())).isEqualTo(golden("entry-v1-full.hex"));
        assertThat(HexFormat.of().formatHex(small().leaf())).isEqualTo(golden("entry-v1-small.hex"));
        assertThat(SealedEntry.ofLeaf(full().leaf())).isEqualTo(full());
        assertThat(SealedEntry.ofLeaf(small().leaf())).isEqualTo(small());
    }

    @Test
    void marks_areSortedAndNamedOnce() {
        assertThat(full().marks()).containsExactly(mark(1), mark(2));
    }

    @Test
    void everyCutOffPrefix_isRefused() {
        byte[] leaf = full().leaf();
        for (int length = 0; length < leaf.length; length++) {
            byte[] cut = Arrays.copyOf(leaf, length);
            boolean refused;
            try {
                refused = !Arrays.equals(SealedEntry.ofLeaf(cut).leaf(), leaf);
                assertThat(SealedEntry.ofLeaf(cut).leaf()).isEqualTo(cut); // whole fields are missing at the end
            } catch (MalformedEntryException expected) {
                refused = true;
            }
            assertThat(refused).isTrue();
        }
    }

    @Test
    void anyChangedByte_isRefusedOrReadAsAnotherEntry() {
        byte[] leaf = full().leaf();
        for (int i = 0; i < leaf.length; i++) {
            byte[] changed = leaf.clone();
            changed[i] ^= 0x11;
            try {
                assertThat(SealedEntry.ofLeaf(changed).leaf()).isEqualTo(changed);
            } catch (MalformedEntryException expected) {
                assertThat(expected).hasMessageNotContaining("person-1");
            }
        }
    }

    @Property(tries = 300)
    void whateverIsRead_isWrittenTheSame(@ForAll @Size(max = 40) byte[] tail) {
        byte[] start = small().leaf();
        byte[] bytes = Arrays.copyOf(start, start.length + tail.length);
        System.arraycopy(tail, 0, bytes, start.length, tail.length);
        try {
            assertThat(SealedEntry.ofLeaf(bytes).leaf()).isEqualTo(bytes);
        } catch (MalformedEntryException refused) {
            assertThat(tail).isNotEmpty();
        }
    }

    @Test
    void otherVersionFieldOrWord_isRefused() {
        assertThatThrownBy(() -> SealedEntry.ofLeaf(new byte[] {2})).hasMessage("format version 2");
        assertThatThrownBy(() -> SealedEntry.ofLeaf(with(small().leaf(), 60, "x")))
                .hasMessage("unknown field 60");
        assertThatThrownBy(() -> SealedEntry.ofLeaf(with(small().leaf(), 1, "x")))
                .hasMessage("field 1 after field 7");
        assertThatThrownBy(() -> SealedEntry.ofLeaf(with(small().leaf(), 19, "")))
                .hasMessage("an empty detail");
        assertThatThrownBy(() -> SealedEntry.ofLeaf(with(small().leaf(), 48, "")))
                .hasMessageStartingWith("marks of");
        assertThatThrownBy(() -> SealedEntry.ofLeaf(with(small().leaf(), 48, "12345")))
                .hasMessageStartingWith("marks of");
        assertThatThrownBy(() -> SealedEntry.ofLeaf(with(small().leaf(), 48, "ba".repeat(16))))
                .hasMessageStartingWith("marks out");
        assertThatThrownBy(() -> SealedEntry.ofLeaf(with(small().leaf(), 32, "2026-11")))
                .hasMessageContaining("go together");
        assertThatThrownBy(() -> SealedEntry.ofLeaf(with(small().leaf(), 18, "short")))
                .hasMessageStartingWith("a number");
        assertThatThrownBy(() -> SealedEntry.ofLeaf(with(small().leaf(), 17, "too long")))
                .hasMessageStartingWith("status");
        assertThatThrownBy(() -> Action.ofWord("no such action")).isInstanceOf(MalformedEntryException.class);
        assertThatThrownBy(() -> Phase.ofCode(9)).isInstanceOf(MalformedEntryException.class);
        assertThatThrownBy(() -> Outcome.ofCode(9)).isInstanceOf(MalformedEntryException.class);
    }

    @Test
    void detailOutOfOrderOrWithoutAValue_isRefused() {
        assertThatThrownBy(() -> SealedEntry.ofLeaf(with(small().leaf(), 19, "\0\1b\0\1x\0\1a\0\1x")))
                .hasMessage("keys out of order");
        assertThatThrownBy(() -> SealedEntry.ofLeaf(with(small().leaf(), 19, "\0\1b")))
                .hasMessage("a key without a value");
        assertThatThrownBy(() -> SealedEntry.ofLeaf(with(small().leaf(), 19, "\0\5b")))
                .hasMessage("cut off inside a list");
    }

    private static byte[] with(byte[] leaf, int tag, String value) {
        byte[] more = Arrays.copyOf(leaf, leaf.length + 3 + value.length());
        more[leaf.length] = (byte) tag;
        more[leaf.length + 2] = (byte) value.length();
        System.arraycopy(value.getBytes(StandardCharsets.ISO_8859_1), 0, more, leaf.length + 3, value.length());
        return more;
    }

    @Test
    void sensitiveFieldsInClear_areNeverEncoded() {
        AuditEntry clear = AuditEntry.of(TIME, "x", Action.SIGN_IN, Outcome.PERMITTED)
                .userName("anna")
                .build();
        assertThatThrownBy(() -> new SealedEntry(clear, null, Map.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SealedEntry(small().plain(), "2026-11", Map.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SealedEntry(small().plain(), null, Map.of(), List.of(Bytes.of(new byte[3]))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everySensitiveField_comesBackFromItsBytes() {
        Sensitive all = new Sensitive(
                List.of("p1", "p2"),
                List.of("Observation/o1"),
                "192.0.2.1",
                "agent",
                "name=anna",
                "anna",
                Map.of("k", "v"));
        assertThat(SensitiveText.of(all)).containsOnlyKeys(SensitiveField.values());
        assertThat(SensitiveText.read(SensitiveText.of(all))).isEqualTo(all);
        assertThat(SensitiveText.of(Sensitive.NONE)).isEmpty();
        assertThat(SensitiveText.read(Map.of())).isEqualTo(Sensitive.NONE);
    }

    @Test
    void storedRow_agreesWithItsLeaf_untilOneColumnDiffers() {
        StoredEntry row = StoredEntry.of(full());
        assertThat(row.agreesWithItsLeaf()).isTrue();
        assertThat(row.phase()).isEqualTo("attempt");
        assertThat(row.action()).isEqualTo("resource_search");
        assertThat(row.outcome()).isEqualTo("refused");
        assertThat(new StoredEntry(
                                row.id(),
                                row.time(),
                                "other",
                                row.phase(),
                                row.action(),
                                row.outcome(),
                                row.person(),
                                row.client(),
                                row.marks(),
                                row.leaf())
                        .agreesWithItsLeaf())
                .isFalse();
        assertThat(new StoredEntry(
                                row.id(),
                                row.time(),
                                row.exchangeId(),
                                row.phase(),
                                row.action(),
                                row.outcome(),
                                row.person(),
                                row.client(),
                                row.marks(),
                                Bytes.of(new byte[] {5}))
                        .agreesWithItsLeaf())
                .isFalse();
    }
}
