package org.caregate.commandline;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.caregate.audit.rendering.Rendering;
import org.caregate.commandline.exit.CommandRefused;
import org.caregate.commandline.exit.ExitStatus;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Exports the log. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes the log and its proofs to an empty folder, for the offline verifier.",
            "With --format, writes the entries to entries.FORMAT.ndjson for another system: one JSON object per line, without proofs.",
            "Example: caregate audit export --format fhir --from 2026-11-01 --to 2026-12-01 november"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class AuditExportCommand implements Callable<Integer> {
    @ParentCommand
    private AuditCommand parent;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FOLDER", description = "A new or empty folder.")
    private Path folder;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "Format: fhir (AuditEvent, IHE BALP), ocsf (1.9.0) or otel (OTLP log records).")
    private @Nullable String format;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Start (inclusive): 2026-11-23 or 2026-11-23T10:00:00Z.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "End (exclusive).")
    private @Nullable String to;

    @Override
    public Integer call() throws IOException {
        Rendering rendering = format == null ? null : rendering(format);
        Instant start = TimeOption.parse("--from", from);
        Instant end = TimeOption.parse("--to", to);
        if (rendering == null && (start != null || end != null)) {
            throw CommandRefused.unusable("--from and --to go with --format: the proofs are of the whole log.");
        }
        PrintWriter out = spec.commandLine().getOut();
        Path target = folder.toAbsolutePath().normalize();
        if (Files.exists(target) && !isEmptyFolder(target)) {
            throw CommandRefused.unusable(target + " is not an empty folder.");
        }
        try (Administration administration = parent.open()) {
            if (rendering != null) {
                Files.createDirectories(
                        target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                Path file = target.resolve("entries." + rendering.word() + ".ndjson");
                Path partial = target.resolve(file.getFileName() + ".partial");
                long rendered;
                try (BufferedWriter lines = Files.newBufferedWriter(partial, StandardOpenOption.CREATE_NEW)) {
                    rendered = administration
                            .audit()
                            .rendering()
                            .render(rendering, start, end, lines, administration.operator());
                }
                Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
                out.println(
                        rendered + (rendering.rendersExchanges() ? " exchanges" : " entries") + " exported to " + file);
                out.flush();
                return ExitStatus.OK;
            }
            long entries = administration.audit().exporting().export(target, administration.operator());
            out.println(entries + " entries exported to " + target);
            out.println(
                    "To verify the export on any machine, use a JDK, these jars and the public key printed at the first start:");
            out.println("  java -cp '" + libraries() + "' org.caregate.auditverifier.AuditVerifier --key "
                    + administration.audit().key().text() + " " + target);
            out.flush();
        }
        return ExitStatus.OK;
    }

    private static Rendering rendering(String word) {
        return Arrays.stream(Rendering.values())
                .filter(rendering -> rendering.word().equals(word))
                .findFirst()
                .orElseThrow(() -> CommandRefused.unusable("--format is fhir, ocsf or otel."));
    }

    private static String libraries() {
        return Path.of(System.getProperty("caregate.home", ""), "app/target/lib")
                        .toAbsolutePath() + "/*";
    }

    private static boolean isEmptyFolder(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> inside = Files.list(path)) {
            return inside.findAny().isEmpty();
        }
    }
}
