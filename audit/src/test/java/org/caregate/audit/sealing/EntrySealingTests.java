package org.caregate.audit.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.caregate.audit.AuditUnavailableException;
import org.caregate.audit.TestLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Bytes;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.entry.SealedEntry;
import org.caregate.audit.entry.Sensitive;
import org.caregate.audit.entry.SensitiveField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntrySealingTests {
    private final TestLog.InMemoryDataKeys store = new TestLog.InMemoryDataKeys();
    private final List<String> created = new ArrayList<>();
    private boolean logIsAway;
    private long now;
    private final MonthlyKeys keys = new MonthlyKeys(store, new TestLog.PlainWrapper(), this::created, () -> now);
    private final EntrySealing sealing = new EntrySealing(new MonthlyFieldSealer(keys), index("a"));

    private void created(String name) {
        if (logIsAway) {
            throw new AuditUnavailableException("no");
        }
        created.add(name);
    }

    /** And lets the time pass for which nodes know it still. */
    private void destroy(String month) {
        store.destroy(month);
        now += Duration.ofMinutes(1).toNanos();
    }

    @Test
    void newKey_isToldOnce_toTheLog() {
        sealing.seal(november());
        sealing.seal(november());
        sealing.seal(at("2026-12-01T00:00:00Z"));
        assertThat(created).containsExactly("2026-11", "2026-12");
        now += Duration.ofHours(1).toNanos();
        sealing.seal(november());
        assertThat(created).hasSize(2);
    }

    @Test
    void keyWhoseCreationCannotBeLogged_isNotStored_andSealsNothing() {
        logIsAway = true;
        assertThatThrownBy(() -> sealing.seal(november())).isInstanceOf(AuditUnavailableException.class);
        assertThat(store.names()).isEmpty();
        logIsAway = false;
        assertThat(sealing.open(sealing.seal(november()))).isPresent();
    }

    @Test
    void destroyedKey_isForgottenWithinAMinute() {
        SealedEntry sealed = sealing.seal(november());
        store.destroy("2026-11");
        now += Duration.ofSeconds(59).toNanos();
        assertThat(sealing.open(sealed)).isPresent();
        now += Duration.ofSeconds(1).toNanos();
        assertThat(sealing.open(sealed)).isEmpty();
    }

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
        assertThat(sealed.keyName()).matches("2026-11\\.[A-Za-z0-9_-]{22}");
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
        String keyName = Objects.requireNonNull(sealed.keyName());
        assertThatThrownBy(() -> sealer.open(UUID.randomUUID(), new SealedFields(keyName, sealed.ciphertexts())))
                .isInstanceOf(BrokenSealException.class);
        assertThatThrownBy(() -> sealer.open(
                        sealed.id(), new SealedFields(keyName, Map.of(SensitiveField.QUERY, Bytes.of(new byte[5])))))
                .isInstanceOf(BrokenSealException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11", "2026-11.", "2026-11.AAAAAAAAAAAAAAAAAAAAAA", "2026-11.not base64"})
    void entryThatNamesAnotherKeyOfItsMonth_doesNotOpen(String keyName) {
        SealedEntry sealed = sealing.seal(november());
        assertThatThrownBy(() ->
                        new MonthlyFieldSealer(keys).open(sealed.id(), new SealedFields(keyName, sealed.ciphertexts())))
                .isInstanceOf(BrokenSealException.class);
    }

    @Test
    void keyThatSealedItsFields_givesWayToAnother_andEachOpens() {
        EntrySealing few = new EntrySealing(new MonthlyFieldSealer(keys, 9), index("a")); // entries of four fields
        List<SealedEntry> sealed =
                Stream.generate(() -> few.seal(november())).limit(6).toList();
        assertThat(sealed.stream().map(SealedEntry::keyName).distinct()).hasSize(3);
        assertThat(sealed).allMatch(entry -> sealing.open(entry).isPresent());
    }

    @Test
    void callersThatSealAtOnce_neverShareANonceOfOneKey() throws Exception {
        Set<String> nonces = ConcurrentHashMap.newKeySet();
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> work = Collections.nCopies(8, () -> {
                boolean fresh = true;
                for (int i = 0; i < 200; i++) {
                    SealedEntry sealed = sealing.seal(november());
                    for (Bytes ciphertext : sealed.ciphertexts().values()) {
                        fresh &= nonces.add(
                                sealed.keyName() + ciphertext.toString().substring(0, 24));
                    }
                    fresh &= sealing.open(sealed).isPresent();
                }
                return fresh;
            });
            for (Future<Boolean> done : callers.invokeAll(work)) {
                assertThat(done.get()).isTrue();
            }
        }
        assertThat(nonces).hasSize(8 * 200 * 4);
    }

    @Test
    void keyOfADestroyedMonth_sealsNoMore() {
        SealedEntry before = sealing.seal(november());
        destroy("2026-11");
        SealedEntry late = sealing.seal(november()); // of a month whose key was destroyed: under a new one
        assertThat(late.keyName()).isNotEqualTo(before.keyName());
        assertThat(sealing.open(late)).isPresent();
        assertThatThrownBy(() -> sealing.open(before)).isInstanceOf(BrokenSealException.class);
    }

    @Test
    void everyMonth_hasAKeyOfItsOwn_thatExpiryDestroys() {
        SealedEntry november = sealing.seal(november());
        SealedEntry december = sealing.seal(at("2026-12-01T00:00:00Z"));
        assertThat(store.names()).containsExactly("2026-11", "2026-12");
        destroy("2026-11");
        assertThat(sealing.open(november)).isEmpty();
        assertThat(sealing.open(december)).isPresent();
    }

    @Test
    void anotherNode_opensWhatThisOneSealed() {
        SealedEntry sealed = sealing.seal(november());
        EntrySealing other = new EntrySealing(
                new MonthlyFieldSealer(new MonthlyKeys(store, new TestLog.PlainWrapper(), created -> {})), index("a"));
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
        MonthlyKeys late = new MonthlyKeys(new RacingStore(store), new TestLog.PlainWrapper(), this::created);
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
        public void addIfAbsent(String name, byte[] wrapped, Runnable whenAdded) {
            store.addIfAbsent(name, wrapped, whenAdded);
        }

        @Override
        public List<String> names() {
            return store.names();
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
