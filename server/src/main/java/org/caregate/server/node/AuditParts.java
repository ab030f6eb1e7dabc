package org.caregate.server.node;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.caregate.administration.audit.DestroyDataKeys;
import org.caregate.administration.audit.ExportAudit;
import org.caregate.administration.audit.RenderAudit;
import org.caregate.administration.audit.SearchAudit;
import org.caregate.administration.audit.VerifyAudit;
import org.caregate.audit.AuditLog;
import org.caregate.audit.GroupCommitAuditLog;
import org.caregate.audit.LogStatus;
import org.caregate.audit.anchor.AnchorComparison;
import org.caregate.audit.anchor.AnchorFolder;
import org.caregate.audit.anchor.AnchoredCheckpoint;
import org.caregate.audit.checkpoint.Ed25519Signer;
import org.caregate.audit.checkpoint.LogKey;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.SealedEntry;
import org.caregate.audit.export.LogExport;
import org.caregate.audit.memory.PendingKey;
import org.caregate.audit.memory.WriterMemory;
import org.caregate.audit.proof.EntryProver;
import org.caregate.audit.proof.Youth;
import org.caregate.audit.retention.DataKeyCreations;
import org.caregate.audit.retention.DataKeyRetention;
import org.caregate.audit.retention.MissingDataKeys;
import org.caregate.audit.running.LogKeeper;
import org.caregate.audit.running.Reopening;
import org.caregate.audit.running.RunningLog;
import org.caregate.audit.sealing.BlindIndex;
import org.caregate.audit.sealing.BrokenSealException;
import org.caregate.audit.sealing.EntrySealing;
import org.caregate.audit.sealing.KeyWrapper;
import org.caregate.audit.sealing.MonthlyFieldSealer;
import org.caregate.audit.sealing.MonthlyKeys;
import org.caregate.audit.search.AuditSearch;
import org.caregate.audit.search.Reconciliation;
import org.caregate.audit.sequencing.SigningLog;
import org.caregate.audit.verification.LogVerification;
import org.caregate.crypto.envelope.Envelopes;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.crypto.keyfile.Purpose;
import org.caregate.server.config.AuditSettings;
import org.caregate.server.metrics.LogAges;
import org.caregate.storage.Database;
import org.caregate.storage.audit.LogTables;
import org.caregate.storage.audit.PostgresAuditReader;
import org.caregate.storage.audit.PostgresDataKeyStore;
import org.caregate.storage.audit.PostgresEntryStore;
import org.caregate.storage.audit.PostgresHeadStore;
import org.caregate.storage.audit.PostgresLogSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The audit log on the one database, for a node and for the command line. */
public final class AuditParts implements AutoCloseable {
    private static final int BLIND_INDEX_VERSION = 1; // marks are in leaves permanently, so their key never moves on

    private static final int PENDING_VERSION =
            1; // nodes have to recognise one another's rows while a key is being rotated
    private static final Duration UNPROVED_ACCEPTED = Duration.ofHours(1);
    private static final Logger LOG = LoggerFactory.getLogger(AuditParts.class);

    private final GroupCommitAuditLog writer;
    private final AuditLog log;
    private final PostgresDataKeyStore dataKeyStore;
    private final MonthlyKeys dataKeys;
    private final EntrySealing sealing;
    private final PostgresAuditReader reader;
    private final PostgresLogSource source;
    private final PostgresHeadStore heads;
    private final LogTables tables;
    private final AnchorFolder anchor;
    private final LogKey key;
    private final Ed25519Signer signer;
    private final PendingKey pendingKey;
    private final SigningLog signing;
    private final WriterMemory memory;
    private final LogStatus status;
    private final Duration anchorLimit;
    private final Clock clock;
    private @Nullable RunningLog running;
    private boolean kept;

    /** The log of a command, which no one measures. */
    public AuditParts(Database database, KeyRing ring, URI issuer, AuditSettings settings, Clock clock) {
        this(database, ring, issuer, settings, clock, UnaryOperator.identity());
    }

    /**
     * The log of a node.
     *
     * @param measured puts measures around the log
     */
    public AuditParts(
            Database database,
            KeyRing ring,
            URI issuer,
            AuditSettings settings,
            Clock clock,
            UnaryOperator<AuditLog> measured) {
        this.clock = clock;
        this.dataKeyStore = new PostgresDataKeyStore(database.runtimeDataSource());
        this.dataKeys = new MonthlyKeys(
                dataKeyStore,
                new EnvelopeWrapper(new Envelopes(ring, new SecureRandom())),
                new DataKeyCreations(this::log, clock));
        this.sealing = new EntrySealing(
                new MonthlyFieldSealer(dataKeys), new BlindIndex(ring.key(BLIND_INDEX_VERSION, Purpose.BLIND_INDEX)));
        this.key = logKey(ring, issuer);
        this.pendingKey = new PendingKey(ring.key(PENDING_VERSION, Purpose.AUDIT_PENDING), key.origin());
        this.memory = new WriterMemory(pendingKey);
        this.anchorLimit = settings.late().anchorLimit();
        this.status = new LogStatus(memory, settings.late());
        this.writer = new GroupCommitAuditLog(
                new PostgresEntryStore(database.runtimeDataSource()),
                sealing,
                memory,
                status,
                GroupCommitAuditLog.Limits.DEFAULT);
        this.log = measured.apply(writer);
        this.reader = new PostgresAuditReader(database.readerDataSource());
        this.source = new PostgresLogSource(database.readerDataSource());
        this.heads = new PostgresHeadStore(database.runtimeDataSource());
        this.tables = new LogTables(database.runtimeDataSource());
        this.anchor = new AnchorFolder(settings.anchor());
        this.signer = new Ed25519Signer(ring.checkpointKey());
        this.signing = new SigningLog(key.origin(), signer, clock);
    }

    /** The key that verifies the log, to be kept apart from the database. The name stays when only ports change. */
    public static LogKey logKey(KeyRing ring, URI issuer) {
        String path = issuer.getRawPath() == null ? "" : issuer.getRawPath();
        return new LogKey(
                issuer.getHost() + path + "/audit", ring.checkpointKey().getPublic());
    }

    public AuditLog log() {
        return log;
    }

    public LogKey key() {
        return key;
    }

    public AuditSearch search() {
        return new AuditSearch(
                reader, new EntryProver(source, anchor, key, sealing, anchorLimit, clock), sealing.index());
    }

    public Reconciliation reconciliation() {
        return new Reconciliation(reader, log, clock);
    }

    /** Whether the database holds what the anchor last saw. */
    public AnchorComparison comparison() {
        return AnchorComparison.of(anchor, source, key);
    }

    /** What of the log's tables is not as the migrations made it. */
    public List<String> strangeTables() {
        return tables.differences();
    }

    /** Refuses entries from here on unless the log's tables are sound. */
    public void lookAtTables() {
        status.watched(tables.objection());
    }

    /** Whether entries may be acknowledged. */
    public LogStatus status() {
        return status;
    }

    /** For how long entries have waited for their place, and acknowledged ones for a signed head outside the database. */
    public LogAges ages() {
        return new LogAges(() -> running().waitingFor(), memory::exposedFor);
    }

    /** Signs and anchors until it is closed. */
    public LogKeeper keeper(Consumer<RuntimeException> trouble) {
        kept = true;
        anchor.provedSince(clock.instant());
        return new LogKeeper(running(), status, tables, LogKeeper.Intervals.DEFAULT, trouble);
    }

    /** What signs; put together at first use, since it reads the anchor. */
    private synchronized RunningLog running() {
        RunningLog made = running;
        if (made == null) {
            made = new RunningLog(
                    heads, source, anchor, signing, pendingKey, memory, RunningLog.PATIENCE, this::unprovedAccepted);
            running = made;
        }
        return made;
    }

    /** For an hour after this version first ran here: nodes of the version before write rows without proofs. */
    private boolean unprovedAccepted() {
        Instant now = clock.instant();
        return now.isBefore(anchor.provedSince(now).plus(UNPROVED_ACCEPTED));
    }

    /** For an operator who goes on after a break. */
    public Reopening reopening() {
        return new Reopening(heads, source, anchor, key, pendingKey);
    }

    /** Writes the entry that states the break as the first one of a fresh lane, and anchors it. */
    public void openFreshLane(Set<Integer> others, AuditEntry stating) {
        synchronized (this) {
            running = null; // it knew the lanes that are closed now
        }
        RunningLog fresh = running();
        fresh.sequencer().avoid(others);
        log.record(stating);
        fresh.own();
        fresh.root().publish();
        fresh.keepHeads();
    }

    public SearchAudit searching() {
        return new SearchAudit(search(), log, clock);
    }

    public VerifyAudit verifying() {
        return new VerifyAudit(
                anchor,
                progress -> new LogVerification(
                        source, key, progress, Youth.of(anchorLimit, clock.instant()), dataKeys::opens),
                this::cover,
                log,
                clock);
    }

    /**
     * Destroys data keys whose retention has ended.
     *
     * @param destruction by the owner's role
     */
    public DestroyDataKeys destroyingDataKeys(Duration retention, Consumer<String> destruction) {
        return new DestroyDataKeys(dataKeyStore, new DataKeyRetention(retention), this::cover, destruction, log, clock);
    }

    /** Data keys that were taken away, as far as a quick look finds them. */
    public List<String> missingDataKeys() {
        return new MissingDataKeys(reader, search(), dataKeyStore, clock).names();
    }

    public ExportAudit exporting() {
        LogExport export = new LogExport(source, key, signer, this::readable);
        return new ExportAudit(this::cover, export, log, clock);
    }

    public RenderAudit rendering() {
        return new RenderAudit(search(), key.origin(), log, clock);
    }

    private AuditEntry readable(SealedEntry entry) {
        try {
            return sealing.open(entry).orElseGet(entry::plain);
        } catch (BrokenSealException | IllegalStateException unusable) {
            return entry.plain(); // the data key or the fields were changed, which verification names
        }
    }

    /** A running node places entries within 100 ms; what none places is taken over here. */
    private AnchoredCheckpoint cover() {
        long patience = System.nanoTime() + RunningLog.PATIENCE.multipliedBy(3).toNanos();
        do {
            running().step();
            pause();
        } while (source.waiting() > 0 && System.nanoTime() < patience);
        Optional<AnchoredCheckpoint> published = running().publish();
        running().keepHeads();
        return published.orElseThrow(() -> new IllegalStateException("the log is empty"));
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Writes what waits; a command, which has no keeper, signs its own entries here, since no other process may know of them. */
    @Override
    public void close() {
        writer.close();
        try {
            if (!kept && memory.unsignedEntries() > 0) {
                running().own();
                running().keepHeads();
            }
        } catch (RuntimeException failed) {
            LOG.warn("the entries of this command could not be signed: {}", failed.toString());
            running().leave();
        }
    }

    /** Data keys lie in the database only under the key file's key. */
    private record EnvelopeWrapper(Envelopes envelopes) implements KeyWrapper {
        private static final String PLACE = "audit-data-key/";

        @Override
        public byte[] wrap(byte[] key, String name) {
            return envelopes.seal(key, PLACE + name);
        }

        @Override
        public byte[] unwrap(byte[] wrapped, String name) {
            if (envelopes.open(wrapped, PLACE + name) instanceof Envelopes.Opening.Opened opened) {
                return opened.plaintext();
            }
            throw new IllegalStateException("the audit data key " + name + " does not open with this key file");
        }
    }
}
