package org.caregate.auditverifier;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.caregate.audit.anchor.AnchorFolder;
import org.caregate.audit.checkpoint.Head;
import org.caregate.audit.checkpoint.LogKey;
import org.caregate.audit.checkpoint.MalformedNoteException;
import org.caregate.audit.export.ExportVerification;
import org.caregate.audit.export.ExportedLog;
import org.caregate.audit.verification.LogVerification;
import org.caregate.audit.verification.VerificationProgress;
import org.caregate.audit.verification.VerificationReport;
import org.jspecify.annotations.Nullable;

/**
 * The offline verifier: exit status 0 if the export is what the key and the anchor vouch for, 1 if it was tampered with, 2 if it
 * was not used as the usage line says.
 */
public final class AuditVerifier {
    private static final String USAGE = """
            usage: audit-verifier --key KEY [--anchor FOLDER [--older-export]] EXPORT
              KEY      the verifier key that the server printed at its first start, or a file that holds it
              FOLDER   the anchor; without it, a log that was cut looks like an earlier export
              --older-export   the anchor has grown since the export: do not take that for a cut log
              EXPORT   folder or zip written by 'caregate audit export'""";

    private static final int VERIFIED = 0;
    private static final int TAMPERED = 1;
    private static final int MISUSED = 2;

    private AuditVerifier() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        String key = null;
        Path anchor = null;
        boolean older = false;
        List<String> exports = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            boolean hasValue = i + 1 < arguments.size();
            if (argument.equals("--key") && hasValue) {
                key = arguments.get(++i);
            } else if (argument.equals("--anchor") && hasValue) {
                anchor = Path.of(arguments.get(++i));
            } else if (argument.equals("--older-export")) {
                older = true;
            } else {
                exports.add(argument);
            }
        }
        if (key == null || exports.size() != 1 || exports.getFirst().startsWith("-")) {
            err.println(USAGE);
            return MISUSED;
        }
        if (anchor != null && !Files.isDirectory(anchor)) {
            err.println("audit-verifier: there is no anchor folder " + anchor);
            return MISUSED;
        }
        try {
            return verify(Path.of(exports.getFirst()), readKey(key), new Expectation(anchor, older), out, err);
        } catch (MalformedNoteException notAKey) {
            err.println("audit-verifier: " + notAKey.getMessage());
            return MISUSED;
        } catch (IOException | UncheckedIOException unreadable) {
            err.println("audit-verifier: cannot read: " + unreadable.getMessage());
            return MISUSED;
        }
    }

    private static LogKey readKey(String key) throws IOException {
        return LogKey.parse(key.indexOf('+') < 0 ? Files.readString(Path.of(key)) : key);
    }

    private static int verify(Path export, LogKey key, Expectation expectation, PrintStream out, PrintStream err)
            throws IOException {
        if (Files.isDirectory(export)) {
            return judge(export, key, expectation, out, err);
        }
        if (!Files.isRegularFile(export)) {
            err.println("audit-verifier: there is no export " + export);
            return MISUSED;
        }
        try (FileSystem zip = FileSystems.newFileSystem(export)) {
            return judge(zip.getPath("/"), key, expectation, out, err);
        }
    }

    private static int judge(Path folder, LogKey key, Expectation expectation, PrintStream out, PrintStream err) {
        ExportedLog export = new ExportedLog(folder);
        long size = export.head(Head.ROOT).map(Head::size).orElse(0L);
        if (size == 0 && expectation.anchor() == null) {
            out.println("TAMPERED: the export holds no root checkpoint");
            return TAMPERED;
        }
        LogVerification verification =
                new LogVerification(export, key, new VerificationProgress(err::println, System::nanoTime));
        if (expectation.anchor() != null) {
            new AnchorFolder(expectation.anchor()).forEach(anchored -> {
                if (!expectation.olderExport() || anchored.root().size() <= size) {
                    verification.expect(anchored);
                }
            });
        }
        VerificationReport report = verification.verify().and(new ExportVerification(folder, key).findings());
        report.lines().forEach(out::println);
        return report.verified() ? VERIFIED : TAMPERED;
    }

    /** What the export is held against besides the key. */
    private record Expectation(@Nullable Path anchor, boolean olderExport) {}
}
