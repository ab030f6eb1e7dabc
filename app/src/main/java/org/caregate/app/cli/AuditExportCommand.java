package org.caregate.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Exports the log. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes the log, with its proofs, into an empty folder; the offline verifier judges it there.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class AuditExportCommand implements Callable<Integer> {
    @ParentCommand
    private AuditCommand parent;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FOLDER", description = "New or empty.")
    private Path folder;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Path target = folder.toAbsolutePath().normalize();
        if (Files.exists(target) && !isEmptyFolder(target)) {
            throw CommandRefused.unusable(target + " is not an empty folder.");
        }
        try (Administration administration = parent.open()) {
            Files.createDirectories(
                    target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            long entries = administration.audit().exporting().export(target, administration.operator());
            out.println(entries + " entries exported to " + target);
            out.println(
                    "Verify them on any machine with a JDK and these jars, and with the key noted at the first start:");
            out.println("  java -cp '" + libraries() + "' org.caregate.auditverifier.AuditVerifier --key "
                    + administration.audit().key().text() + " " + target);
            out.flush();
        }
        return ExitStatus.OK;
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
