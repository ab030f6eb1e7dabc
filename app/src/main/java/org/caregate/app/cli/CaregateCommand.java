package org.caregate.app.cli;

import java.io.PrintWriter;
import org.caregate.app.config.ConfigurationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The root of the command line. */
@Command(
        name = "caregate",
        mixinStandardHelpOptions = true,
        version = "caregate 0.1.0",
        description = "OAuth 2.0 for healthcare APIs: authorization server, resource gateway and audit log.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done, and what was checked is in order",
            "1:it failed, or a check found something wrong",
            "2:the command, the configuration or the machine has to be changed first"
        },
        subcommands = {CommandLine.HelpCommand.class})
public final class CaregateCommand implements Runnable {
    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    /** Runs one command line and returns its exit status. */
    public static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    static CommandLine commandLine() {
        return new CommandLine(new CaregateCommand())
                .setParameterExceptionHandler(CaregateCommand::usage)
                .setExecutionExceptionHandler(CaregateCommand::failure)
                .setUsageHelpAutoWidth(true);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int usage(CommandLine.ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        err.println(oneLine(e.getMessage()) + ". Try './" + name + " --help'.");
        return ExitStatus.USAGE;
    }

    private static int failure(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (e instanceof CommandRefused refused) {
            err.println(refused.getMessage());
            return refused.status();
        }
        if (e instanceof ConfigurationException bad) {
            bad.problems().forEach(err::println);
            return ExitStatus.USAGE;
        }
        err.println("caregate failed: " + oneLine(String.valueOf(e)));
        if (Boolean.getBoolean("caregate.trace")) {
            e.printStackTrace(err);
        } else {
            err.println("Run it with CAREGATE_JAVA_OPTS=-Dcaregate.trace=true to see where.");
        }
        return ExitStatus.FAILED;
    }

    private static String oneLine(@org.jspecify.annotations.Nullable String message) {
        return message == null ? "" : message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
