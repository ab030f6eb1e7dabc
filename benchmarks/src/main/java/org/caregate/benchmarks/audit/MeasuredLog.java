package org.caregate.benchmarks.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.caregate.audit.AuditLog;
import org.caregate.audit.GroupCommitAuditLog;
import org.caregate.audit.LogStatus;
import org.caregate.audit.anchor.AnchorFolder;
import org.caregate.audit.checkpoint.Checkpoint;
import org.caregate.audit.checkpoint.Ed25519Signer;
import org.caregate.audit.checkpoint.LogKey;
import org.caregate.audit.checkpoint.SignedCheckpoint;
import org.caregate.audit.entry.StoredEntry;
import org.caregate.audit.memory.PendingKey;
import org.caregate.audit.memory.WriterMemory;
import org.caregate.audit.memory.WrittenRow;
import org.caregate.audit.retention.DataKeyCreations;
import org.caregate.audit.running.LogKeeper;
import org.caregate.audit.running.RunningLog;
import org.caregate.audit.sealing.BlindIndex;
import org.caregate.audit.sealing.EntrySealing;
import org.caregate.audit.sealing.KeyWrapper;
import org.caregate.audit.sealing.MonthlyFieldSealer;
import org.caregate.audit.sealing.MonthlyKeys;
import org.caregate.audit.sequencing.SigningLog;
import org.caregate.audit.tree.Hash;
import org.caregate.audit.verification.LogVerification;
import org.caregate.audit.verification.VerificationReport;
import org.caregate.crypto.envelope.Envelopes;
import org.caregate.crypto.keyfile.KeyFile;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.crypto.keyfile.Purpose;
import org.caregate.storage.Database;
import org.caregate.storage.audit.LogTables;
import org.caregate.storage.audit.PostgresDataKeyStore;
import org.caregate.storage.audit.PostgresEntryStore;
import org.caregate.storage.audit.PostgresHeadStore;
import org.caregate.storage.audit.PostgresLogSource;

/** The log put together as the program does it: sealed fields, group commit, sequencer, anchor. */
final class MeasuredLog implements AutoCloseable {
    private static final String ORIGIN = "caregate.benchmark/audit";

    private final GroupCommitAuditLog log;
    private final EntrySealing sealing;
    private final PostgresHeadStore heads;
    private final PostgresLogSource source;
    private final AnchorFolder anchor;
    private final LogKey key;
    private final Ed25519Signer signer;
    private final WriterMemory memory;
    private final LogStatus status;
    private final RunningLog running;
    private final PostgresEntryStore entries;
    private final LogTables tables;

    MeasuredLog(Database database, Path folder) {
        KeyRing ring = keys(folder);
        DataSource runtime = database.runtimeDataSource();
        sealing = new EntrySealing(
                new MonthlyFieldSealer(new MonthlyKeys(
                        new PostgresDataKeyStore(runtime),
                        new Wrapper(new Envelopes(ring, new SecureRandom())),
                        new DataKeyCreations(this::log, Clock.systemUTC()))),
                new BlindIndex(ring.key(1, Purpose.BLIND_INDEX)));
        heads = new PostgresHeadStore(runtime);
        source = new PostgresLogSource(database.readerDataSource());
        anchor = new AnchorFolder(folder.resolve("anchor"));
        signer = new Ed25519Signer(ring.checkpointKey());
        key = new LogKey(ORIGIN, signer.publicKey());
        PendingKey pending = new PendingKey(ring.key(1, Purpose.AUDIT_PENDING), ORIGIN);
        memory = new WriterMemory(pending);
        status = new LogStatus(memory, LogStatus.Limits.DEFAULT);
        entries = new PostgresEntryStore(runtime);
        log = new GroupCommitAuditLog(entries, sealing, memory, status, GroupCommitAuditLog.Limits.DEFAULT);
        running = new RunningLog(
                heads,
                source,
                anchor,
                new SigningLog(ORIGIN, signer, Clock.systemUTC()),
                pending,
                memory,
                RunningLog.PATIENCE,
                () -> false);
        tables = new LogTables(runtime);
    }

    AuditLog log() {
        return log;
    }

    /** Sequences as the program does, until it is closed; closing places and anchors what is left. */
    LogKeeper keeper() {
        LogKeeper keeper = new LogKeeper(running, status, tables, LogKeeper.Intervals.DEFAULT, trouble -> {
            throw trouble;
        });
        keeper.start();
        return keeper;
    }

    /** Whether it is sound, as is asked with every entry. */
    LogStatus status() {
        return status;
    }

    /** Looks at the tables, as the program does while it runs. */
    LogTables tables() {
        return tables;
    }

    /** Places and signs, as the program's sequencer does. */
    RunningLog running() {
        return running;
    }

    /** A signed head of that size. */
    SignedCheckpoint signed(long size) {
        return SignedCheckpoint.sign(new Checkpoint(LogKey.laneOrigin(ORIGIN, 1), size, Hash.EMPTY), signer);
    }

    AnchorFolder anchor() {
        return anchor;
    }

    /** Begins a row as a writer does, and does not store it. */
    WrittenRow begin(List<StoredEntry> of) {
        return memory.begin(of);
    }

    void abandon(WrittenRow row) {
        memory.abandoned(row);
    }

    /** Stores a row and acknowledges it, as a writer does. */
    void store(List<StoredEntry> fresh) {
        WrittenRow row = memory.begin(fresh);
        entries.insert(row.pending(), fresh);
        memory.committed(row);
    }

    VerificationReport verify() {
        LogVerification verification = new LogVerification(source, key, judged -> {});
        anchor.forEach(verification::expect);
        return verification.verify();
    }

    /** Rows as the log would store them. */
    List<StoredEntry> rows(int count) {
        return java.util.stream.Stream.generate(ReadEntries::next)
                .limit(count)
                .map(entry -> StoredEntry.of(sealing.seal(entry)))
                .toList();
    }

    @Override
    public void close() {
        log.close();
        heads.close();
    }

    private static KeyRing keys(Path folder) {
        try {
            return KeyFile.create(folder.resolve("keys.json"), new SecureRandom(), Clock.systemUTC());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private record Wrapper(Envelopes envelopes) implements KeyWrapper {
        @Override
        public byte[] wrap(byte[] key, String name) {
            return envelopes.seal(key, name);
        }

        @Override
        public byte[] unwrap(byte[] wrapped, String name) {
            return switch (envelopes.open(wrapped, name)) {
                case Envelopes.Opening.Opened opened -> opened.plaintext();
                case Envelopes.Opening.Broken broken -> throw new IllegalStateException("" + broken);
            };
        }
    }
}
