package org.caregate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.spec.SecretKeySpec;
import org.caregate.audit.anchor.Anchor;
import org.caregate.audit.checkpoint.CheckpointSigner;
import org.caregate.audit.checkpoint.Ed25519Signer;
import org.caregate.audit.checkpoint.LogKey;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.entry.StoredEntry;
import org.caregate.audit.memory.PendingKey;
import org.caregate.audit.memory.WriterMemory;
import org.caregate.audit.memory.WrittenRow;
import org.caregate.audit.proof.EntryProver;
import org.caregate.audit.reading.LogSource;
import org.caregate.audit.running.RunningLog;
import org.caregate.audit.sealing.BlindIndex;
import org.caregate.audit.sealing.DataKeyStore;
import org.caregate.audit.sealing.EntrySealing;
import org.caregate.audit.sealing.KeyWrapper;
import org.caregate.audit.sealing.MonthlyFieldSealer;
import org.caregate.audit.sealing.MonthlyKeys;
import org.caregate.audit.search.AuditReader;
import org.caregate.audit.search.AuditSearch;
import org.caregate.audit.sequencing.HeadStore;
import org.caregate.audit.sequencing.RootLog;
import org.caregate.audit.sequencing.Sequencer;
import org.caregate.audit.sequencing.SigningLog;
import org.caregate.audit.verification.LogVerification;
import org.caregate.audit.verification.VerificationReport;

/** A log put together for a test: over any store, driven step by step, and verified as a whole after each. */
public final class TestLog {
    public static final String ORIGIN = "caregate.test/audit";
    public static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    public final EntryStore store;
    public final Writing entries = new Writing();
    public final HeadStore heads;
    public final LogSource source;
    public final Anchor anchor;
    public final CheckpointSigner signer;
    public final LogKey key;
    public EntrySealing sealing = sealing();
    public final WriterMemory memory = new WriterMemory(pendingKey());
    public final RunningLog running;
    public Sequencer sequencer;
    public RootLog root;
    private static final AtomicLong NUMBER = new AtomicLong();

    public TestLog(EntryStore entries, HeadStore heads, LogSource source, Anchor anchor) {
        this(entries, heads, source, anchor, signer());
    }

    /** A log whose key is known already: after a restart, or at another node. */
    public TestLog(EntryStore entries, HeadStore heads, LogSource source, Anchor anchor, CheckpointSigner signer) {
        this(entries, heads, source, anchor, signer, Duration.ZERO);
    }

    /** A log that takes rows over only when they waited for so long. */
    public TestLog(
            EntryStore entries,
            HeadStore heads,
            LogSource source,
            Anchor anchor,
            CheckpointSigner signer,
            Duration patience) {
        this.store = entries;
        this.heads = heads;
        this.source = source;
        this.anchor = anchor;
        this.signer = signer;
        SigningLog log = new SigningLog(ORIGIN, signer, Clock.systemUTC());
        this.key = log.key();
        this.running = new RunningLog(heads, source, anchor, log, pendingKey(), memory, patience, () -> false);
        this.sequencer = running.sequencer();
        this.root = running.root();
    }

    public static PendingKey pendingKey() {
        return new PendingKey(
                new SecretKeySpec("a pending key for tests only 000".getBytes(StandardCharsets.US_ASCII), "HmacSHA256"),
                ORIGIN);
    }

    /** A writer over this log's store, which refuses as a command's does: without a keeper nothing is late. */
    public GroupCommitAuditLog writer() {
        return writer(store, GroupCommitAuditLog.Limits.DEFAULT);
    }

    public GroupCommitAuditLog writer(EntryStore into, GroupCommitAuditLog.Limits limits) {
        return new GroupCommitAuditLog(into, sealing, memory, new LogStatus(memory, LogStatus.Limits.DEFAULT), limits);
    }

    /** Rows as a writer stores them, remembered once they are stored. */
    public final class Writing {
        public long insert(List<StoredEntry> fresh) {
            WrittenRow row = memory.begin(fresh);
            try {
                long version = store.insert(row.pending(), fresh);
                memory.committed(row);
                return version;
            } catch (RuntimeException failed) {
                memory.abandoned(row);
                throw failed;
            }
        }

        public void enlist(StoredEntry entry) {
            WrittenRow row = memory.begin(List.of(entry));
            store.enlist(row.pending(), entry, new EntryStore.Ending() {
                @Override
                public void committed() {
                    memory.committed(row);
                }

                @Override
                public void notKnownToHaveCommitted() {
                    memory.abandoned(row);
                }
            });
        }
    }

    public static TestLog inMemory(InMemoryStore store) {
        return new TestLog(store, store, store, new InMemoryAnchor());
    }

    /** The same log as a program finds it that starts after a crash. */
    public TestLog restarted() {
        return new TestLog(store, heads, source, anchor, signer);
    }

    public static CheckpointSigner signer() {
        try {
            return new Ed25519Signer(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        } catch (GeneralSecurityException broken) {
            throw new AssertionError(broken);
        }
    }

    /** Entries that differ, in the order of their ids. */
    public AuditEntry entry() {
        long number = NUMBER.incrementAndGet();
        return AuditEntry.of(START.plusMillis(number), "x" + number, Action.RESOURCE_READ, Outcome.PERMITTED)
                .person("person-" + number % 7)
                .client("client-" + number % 3)
                .patient("patient-" + number % 5)
                .build();
    }

    /** An entry that needs no data key. */
    public AuditEntry eventWithoutFields() {
        return AuditEntry.of(START, "x", Action.KEY_CREATED, Outcome.PERMITTED).build();
    }

    public StoredEntry stored(AuditEntry entry) {
        return StoredEntry.of(sealing.seal(entry));
    }

    /** Stores so many entries. */
    public void insert(int count) {
        for (int i = 0; i < count; i++) {
            entries.insert(List.of(stored(entry())));
        }
    }

    /** Stores and sequences so many entries. */
    public TestLog sequenced(int count) {
        insert(count);
        sequencer.step();
        return this;
    }

    /** Stores, sequences and anchors so many entries. */
    public TestLog anchored(int count) {
        sequenced(count);
        root.publish();
        sequencer.keepPartialTiles();
        return this;
    }

    /** Verifies everything there is against everything that was anchored. */
    public VerificationReport verify() {
        return verify(source);
    }

    public VerificationReport verify(LogSource other) {
        LogVerification verification = new LogVerification(other, key, judged -> {});
        anchor.forEach(verification::expect);
        return verification.verify();
    }

    /** The log holds exactly so many entries and every one of them is proved. */
    public void check(long size) {
        VerificationReport report = verify();
        assertThat(report.findings()).isEmpty();
        assertThat(report.entries()).isEqualTo(size);
        assertThat(report.waiting()).isZero();
    }

    /** Searches that reader's entries, proved as they are now. */
    public AuditSearch search(AuditReader reader) {
        return new AuditSearch(
                reader,
                new EntryProver(
                        source, anchor, key, sealing, LogStatus.Limits.DEFAULT.anchorLimit(), Clock.systemUTC()),
                sealing.index());
    }

    public static EntrySealing sealing() {
        return sealing(new InMemoryDataKeys());
    }

    public static EntrySealing sealing(DataKeyStore keys) {
        return new EntrySealing(
                new MonthlyFieldSealer(new MonthlyKeys(keys, new PlainWrapper(), created -> {})),
                new BlindIndex(new SecretKeySpec(
                        "an index key for tests only 0000".getBytes(StandardCharsets.US_ASCII), "HmacSHA256")));
    }

    /** Data keys in memory. */
    public static final class InMemoryDataKeys implements DataKeyStore {
        private final Map<String, byte[]> keys = new TreeMap<>();

        @Override
        public synchronized Optional<byte[]> find(String name) {
            return Optional.ofNullable(keys.get(name)).map(byte[]::clone);
        }

        @Override
        public synchronized void addIfAbsent(String name, byte[] wrapped, Runnable whenAdded) {
            if (!keys.containsKey(name)) {
                whenAdded.run();
                keys.put(name, wrapped.clone());
            }
        }

        @Override
        public synchronized List<String> names() {
            return List.copyOf(keys.keySet());
        }

        public synchronized void destroy(String name) {
            keys.remove(name);
        }
    }

    /** Wraps nothing, but holds a key to its name. */
    public static final class PlainWrapper implements KeyWrapper {
        @Override
        public byte[] wrap(byte[] key, String name) {
            byte[] label = name.getBytes(StandardCharsets.UTF_8);
            byte[] wrapped = Arrays.copyOf(label, label.length + key.length);
            System.arraycopy(key, 0, wrapped, label.length, key.length);
            return wrapped;
        }

        @Override
        public byte[] unwrap(byte[] wrapped, String name) {
            assertThat(new String(wrapped, StandardCharsets.ISO_8859_1)).startsWith(name);
            return Arrays.copyOfRange(wrapped, name.length(), wrapped.length);
        }
    }
}
