package org.caregate.app.node;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.caregate.administration.audit.DestroyDataKeys;
import org.caregate.administration.audit.ExportAudit;
import org.caregate.administration.audit.RenderAudit;
import org.caregate.administration.audit.SearchAudit;
import org.caregate.administration.audit.VerifyAudit;
import org.caregate.audit.AuditLog;
import org.caregate.audit.GroupCommitAuditLog;
import org.caregate.audit.anchor.Anchor;
import org.caregate.audit.anchor.AnchorComparison;
import org.caregate.audit.anchor.AnchorFolder;
import org.caregate.audit.anchor.AnchoredCheckpoint;
import org.caregate.audit.checkpoint.Ed25519Signer;
import org.caregate.audit.checkpoint.LogKey;
import org.caregate.audit.entry.SealedEntry;
import org.caregate.audit.export.LogExport;
import org.caregate.audit.proof.EntryProver;
import org.caregate.audit.retention.DataKeyCreations;
import org.caregate.audit.retention.DataKeyRetention;
import org.caregate.audit.retention.MissingDataKeys;
import org.caregate.audit.running.LogKeeper;
import org.caregate.audit.sealing.BlindIndex;
import org.caregate.audit.sealing.BrokenSealException;
import org.caregate.audit.sealing.EntrySealing;
import org.caregate.audit.sealing.KeyWrapper;
import org.caregate.audit.sealing.MonthlyFieldSealer;
import org.caregate.audit.sealing.MonthlyKeys;
import org.caregate.audit.search.AuditSearch;
import org.caregate.audit.search.Reconciliation;
import org.caregate.audit.sequencing.RootLog;
import org.caregate.audit.sequencing.Sequencer;
import org.caregate.crypto.envelope.Envelopes;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.crypto.keyfile.Purpose;
import org.caregate.storage.Database;
import org.caregate.storage.audit.PostgresAuditReader;
import org.caregate.storage.audit.PostgresDataKeyStore;
import org.caregate.storage.audit.PostgresEntryStore;
import org.caregate.storage.audit.PostgresHeadStore;
import org.caregate.storage.audit.PostgresLogSource;

/** The audit log on the one database, for a node and for the command line. */
public final class AuditParts implements AutoCloseable {
    private static final int BLIND_INDEX_VERSION = 1; // marks are in leaves for ever, so their key never moves on

    private final GroupCommitAuditLog writer;
    private final AuditLog log;
    private final PostgresDataKeyStore dataKeyStore;
    private final MonthlyKeys dataKeys;
    private final EntrySealing sealing;
    private final PostgresAuditReader reader;
    private final PostgresLogSource source;
    private final Sequencer sequencer;
    private final RootLog root;
    private final Anchor anchor;
    private final LogKey key;
    private final Ed25519Signer signer;
    private final Clock clock;

    /** The log of a command, which nobody measures. */
    public AuditParts(Database database, KeyRing ring, URI issuer, Path anchorFolder, Clock clock) {
        this(database, ring, issuer, anchorFolder, clock, UnaryOperator.identity());
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
            Path anchorFolder,
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
        this.writer = new GroupCommitAuditLog(
                new PostgresEntryStore(database.runtimeDataSource()), sealing, GroupCommitAuditLog.Limits.DEFAULT);
        this.log = measured.apply(writer);
        this.reader = new PostgresAuditReader(database.readerDataSource());
        this.source = new PostgresLogSource(database.readerDataSource());
        this.signer = new Ed25519Signer(ring.checkpointKey());
        PostgresHeadStore heads = new PostgresHeadStore(database.runtimeDataSource());
        this.key = logKey(ring, issuer);
        this.anchor = new AnchorFolder(anchorFolder);
        this.sequencer = new Sequencer(heads, source, key.origin(), signer, clock);
        this.root = new RootLog(heads, source, anchor, key.origin(), signer, clock);
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
        return new AuditSearch(reader, new EntryProver(source, anchor, key, sealing, clock), sealing.index());
    }

    public Reconciliation reconciliation() {
        return new Reconciliation(reader, log, clock);
    }

    /** Whether the database holds what the anchor last saw. */
    public AnchorComparison comparison() {
        return AnchorComparison.of(anchor, source, key);
    }

    /** Sequences and anchors until it is closed. */
    public LogKeeper keeper(Consumer<RuntimeException> trouble) {
        return new LogKeeper(sequencer, root, LogKeeper.Intervals.DEFAULT, trouble);
    }

    public SearchAudit searching() {
        return new SearchAudit(search(), log, clock);
    }

    public VerifyAudit verifying() {
        return new VerifyAudit(source, anchor, key, dataKeys::opens, this::cover, log, clock);
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

    private org.caregate.audit.entry.AuditEntry readable(SealedEntry entry) {
        try {
            return sealing.open(entry).orElseGet(entry::plain);
        } catch (BrokenSealException | IllegalStateException unusable) {
            return entry.plain(); // the data key or the fields were changed, which verification names
        }
    }

    /** A running node places entries within 100 ms; when none runs, they are placed here. */
    private AnchoredCheckpoint cover() {
        long patience = System.nanoTime() + 1_000_000_000L;
        while (source.waiting() > 0 && System.nanoTime() < patience) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        if (source.waiting() > 0) {
            sequencer.step();
        }
        return root.publish().orElseThrow(() -> new IllegalStateException("the log is empty"));
    }

    @Override
    public void close() {
        writer.close();
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
