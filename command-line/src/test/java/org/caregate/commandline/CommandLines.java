package org.caregate.commandline;

import java.io.PrintWriter;
import picocli.CommandLine;

/** Runs a command line with its output where a test sees it. */
public final class CommandLines {
    private CommandLines() {}

    /** The exit status. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine command = CaregateCommand.commandLine();
        command.setOut(out);
        command.setErr(err);
        return command.execute(arguments);
    }
}
