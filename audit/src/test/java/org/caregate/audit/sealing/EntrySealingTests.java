package org.caregate.audit.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.YearMonth;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;
import org.caregate.audit.TestLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.entry.SealedEntry;
import org.caregate.audit.entry.Sensitive;
import org.caregate.audit.entry.SensitiveField;
import org.junit.jupiter.api.Test;

class EntrySealingTests {
    private final TestLog.InMemoryDataKeys store = new TestLog.InMemoryDataKeys();
    private final MonthlyKeys keys = new MonthlyKeys(store, new TestLog.PlainWrapper());
    private final EntrySealing sealing = new EntrySealing(new MonthlyFieldSealer(keys), index("a"));

    private static BlindIndex index(String key) {
        return new BlindIndex(new SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
    }

    private static AuditEntry november() {
        return at("2026-11-30T23:59:59Z");
    }

    private static AuditEntry at(String time) {
        return AuditEntry.of(Instant.parse(time), "x", Action.RESOURCE_READ, Outcome.PERMITTED)
                .patient("p1")
                .resource("Observation/o1")
                .userName("anna")
                .query("name=anna")
                .person("opaque")
                .build();
    }

    @Test
    void sealedEntry_opensAgain_andHoldsNothingInClear() {
        AuditEntry entry = november();
        SealedEntry sealed = sealing.seal(entry);
        assertThat(sealing.open(sealed)).contains(entry);
        assertThat(sealed.plain().sensitive()).isEqualTo(Sensitive.NONE);
        assertThat(new String(sealed.leaf(), StandardCharsets.ISO_8859_1))
                .contains("opaque")
                .doesNotContain("anna", "Observation/o1");
        assertThat(sealed.keyName()).isEqualTo("2026-11");
    }

    @Test
    void entryWithoutSensitiveFields_needsNoKey() {
        AuditEntry entry = AuditEntry.of(Instant.EPOCH, "x", Action.SERVICE_STARTED, Outcome.PERMITTED)
                .build();
        assertThat(sealing.open(sealing.seal(entry))).contains(entry);
        assertThat(store.names()).isEmpty();
    }

    @Test
    void sameEntrySealedTwice_looksDifferent() {
        AuditEntry entry = november();
        assertThat(sealing.seal(entry).ciphertexts())
                .isNotEqualTo(sealing.seal(entry).ciphertexts());
    }

    @Test
    void ciphertextMovedToAnotherFieldOrEntry_doesNotOpen() {
        SealedEntry sealed = sealing.seal(november());
        Map<SensitiveField, Bytes> moved = new EnumMap<>(sealed.ciphertexts());
        moved.put(
                SensitiveField.QUERY,
                Objects.requireNonNull(sealed.ciphertexts().get(SensitiveField.USER_NAME)));
        assertThatThrownBy(() -> sealing.open(new SealedEntry(sealed.plain(), sealed.keyName(), moved, sealed.marks())))
                .isInstanceOf(BrokenSealException.class);
        FieldSealer sealer = new MonthlyFieldSealer(keys);
        assertThatThrownBy(() -> sealer.open(UUID.randomUUID(), new SealedFields("2026-11", sealed.ciphertexts())))
                .isInstanceOf(BrokenSealException.class);
        assertThatThrownBy(() -> sealer.open(
                        sealed.id(), new SealedFields("2026-11", Map.of(SensitiveField.QUERY, Bytes.of(new byte[5])))))
                .isInstanceOf(BrokenSealException.class);
    }

    @Test
    void everyMonth_hasAKeyOfItsOwn_thatExpiryDestroys() {
        SealedEntry november = sealing.seal(november());
        SealedEntry december = sealing.seal(at("2026-12-01T00:00:00Z"));
        assertThat(store.names()).containsExactly("2026-11", "2026-12");
        assertThat(keys.destroyBefore(YearMonth.of(2026, 12))).containsExactly("2026-11");
        assertThat(sealing.open(november)).isEmpty();
        assertThat(sealing.open(december)).isPresent();
        assertThat(keys.destroyBefore(YearMonth.of(2026, 12))).isEmpty();
    }

    @Test
    void anotherNode_opensWhatThisOneSealed() {
        SealedEntry sealed = sealing.seal(november());
        EntrySealing other = new EntrySealing(
                new MonthlyFieldSealer(new MonthlyKeys(store, new TestLog.PlainWrapper())), index("a"));
        assertThat(other.open(sealed)).isEqualTo(sealing.open(sealed)).isPresent();
    }

    @Test
    void keyThatAnotherNodeStoredFirst_isTheOneUsed() {
        new MonthlyFieldSealer(keys)
                .seal(
                        UUID.randomUUID(),
                        Instant.parse("2027-01-01T00:00:00Z"),
                        Map.of(SensitiveField.QUERY, new byte[1]));
        byte[] first = store.find("2027-01").orElseThrow();
        MonthlyKeys late = new MonthlyKeys(new RacingStore(store), new TestLog.PlainWrapper());
        SealedFields sealed = new MonthlyFieldSealer(late)
                .seal(
                        UUID.nameUUIDFromBytes(new byte[1]),
                        Instant.parse("2027-01-01T00:00:00Z"),
                        Map.of(SensitiveField.QUERY, new byte[] {7}));
        assertThat(store.find("2027-01"))
                .hasValueSatisfying(key -> assertThat(key).isEqualTo(first));
        assertThat(new MonthlyFieldSealer(keys).open(UUID.nameUUIDFromBytes(new byte[1]), sealed))
                .isPresent();
    }

    /** Says at first that no key is there, as just before another node stores one. */
    private static final class RacingStore implements DataKeyStore {
        private final DataKeyStore store;
        private boolean asked;

        RacingStore(DataKeyStore store) {
            this.store = store;
        }

        @Override
        public Optional<byte[]> find(String name) {
            boolean first = !asked;
            asked = true;
            return first ? Optional.empty() : store.find(name);
        }

        @Override
        public void addIfAbsent(String name, byte[] wrapped) {
            store.addIfAbsent(name, wrapped);
        }

        @Override
        public List<String> names() {
            return store.names();
        }

        @Override
        public void destroy(String name) {
            store.destroy(name);
        }
    }

    @Test
    void mark_dependsOnKeyKindAndValue() {
        Bytes mark = index("a").mark(BlindIndex.Kind.PATIENT, "p1");
        assertThat(mark.length()).isEqualTo(16);
        assertThat(index("a").mark(BlindIndex.Kind.PATIENT, "p1")).isEqualTo(mark);
        assertThat(index("b").mark(BlindIndex.Kind.PATIENT, "p1")).isNotEqualTo(mark);
        assertThat(index("a").mark(BlindIndex.Kind.RESOURCE, "p1")).isNotEqualTo(mark);
        assertThat(index("a").mark(BlindIndex.Kind.PATIENT, "p2")).isNotEqualTo(mark);
        assertThat(sealing.seal(november()).marks()).hasSize(3).contains(mark);
    }
}
