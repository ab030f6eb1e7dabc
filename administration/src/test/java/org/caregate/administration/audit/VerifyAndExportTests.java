package org.caregate.administration.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.stream.Stream;
import org.caregate.administration.operation.Operator;
import org.caregate.audit.InMemoryAnchor;
import org.caregate.audit.InMemoryAuditLog;
import org.caregate.audit.InMemoryStore;
import org.caregate.audit.TestLog;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.entry.SealedEntry;
import org.caregate.audit.export.ExportVerification;
import org.caregate.audit.export.LogExport;
import org.caregate.audit.proof.Youth;
import org.caregate.audit.verification.Finding;
import org.caregate.audit.verification.LogVerification;
import org.caregate.audit.verification.VerificationReport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyAndExportTests {
    private static final Clock LATER = Clock.fixed(TestLog.START.plus(Duration.ofDays(30)), ZoneOffset.UTC);

    private final InMemoryStore store = new InMemoryStore();
    private final InMemoryAnchor anchor = new InMemoryAnchor();
    private final TestLog log = new TestLog(store, store, store, anchor);
    private final InMemoryAuditLog audit = new InMemoryAuditLog();
    private final Operator operator = Operator.atCommandLine("root");

    @TempDir
    Path folder;

    @BeforeEach
    void anchoredLog() {
        log.anchored(300);
    }

    private VerificationReport verify(Runnable place) {
        return new VerifyAudit(
                        anchor,
                        progress -> new LogVerification(
                                store,
                                log.key,
                                progress,
                                Youth.of(Duration.ofMinutes(5), LATER.instant()),
                                dataKey -> true),
                        place,
                        audit,
                        LATER)
                .verify(judged -> {}, operator);
    }

    @Test
    void entriesThatWaitWhileNoNodeRuns_arePlaced_andVerified() {
        log.insert(2);
        VerificationReport report = verify(() -> log.anchored(0));
        assertThat(report.findings()).isEmpty();
        assertThat(report.entries()).isEqualTo(302);
        assertThat(audit.lastEntry().outcome()).isEqualTo(Outcome.PERMITTED);
    }

    @Test
    void entriesThatAreHeldBack_areAFinding() {
        log.insert(2);
        assertThat(verify(() -> {}).findings()).singleElement().isInstanceOf(Finding.Overdue.class);
        assertThat(verify(() -> {
                            throw new IllegalStateException("the log is broken");
                        })
                        .findings())
                .singleElement()
                .isInstanceOf(Finding.Overdue.class);
        assertThat(audit.lastEntry().reason()).isEqualTo("LOG_TAMPERED");
    }

    @Test
    void changedLog_isNotAddedTo() {
        log.insert(2);
        store.entries.remove(Objects.requireNonNull(store.places.get(1)).getFirst());
        assertThat(verify(() -> {
                            throw new AssertionError("nothing is placed in a changed log");
                        })
                        .findings())
                .hasSize(2);
    }

    private ExportAudit exporting(LogExport export) {
        return new ExportAudit(() -> log.root.publish().orElseThrow(), export, audit, LATER);
    }

    @Test
    void export_hasItsNameOnceItIsWhole() throws IOException {
        Path target = Files.createDirectory(folder.resolve("evidence"));
        LogExport export = new LogExport(store, log.key, log.signer, SealedEntry::plain);
        assertThat(exporting(export).export(target, operator)).isEqualTo(300);
        assertThat(new ExportVerification(target, log.key).findings()).isEmpty();
        assertThat(Files.getPosixFilePermissions(target)).hasSize(3);
        try (Stream<Path> beside = Files.list(folder)) {
            assertThat(beside).containsExactly(target);
        }
    }

    @Test
    void exportThatFails_leavesNothing() throws IOException {
        Path target = folder.resolve("evidence");
        LogExport export = new LogExport(store, log.key, log.signer, entry -> {
            throw new IllegalStateException("half-way");
        });
        assertThatThrownBy(() -> exporting(export).export(target, operator)).isInstanceOf(IllegalStateException.class);
        try (Stream<Path> beside = Files.list(folder)) {
            assertThat(beside).isEmpty();
        }
    }

    /** Killed before the manifest, which is written last. */
    @Test
    void exportThatWasInterrupted_doesNotVerify_underAnyName() throws IOException {
        Path target = Files.createDirectory(folder.resolve("evidence"));
        new LogExport(store, log.key, log.signer, SealedEntry::plain)
                .write(log.root.publish().orElseThrow(), target);
        Files.delete(target.resolve("manifest"));
        assertThat(new ExportVerification(target, log.key).findings()).isNotEmpty();
    }
}
