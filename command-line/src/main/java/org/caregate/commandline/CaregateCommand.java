package org.caregate.commandline;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.caregate.commandline.api.CallOptions;
import org.caregate.commandline.api.Calls;
import org.caregate.commandline.exit.CommandRefused;
import org.caregate.commandline.exit.ExitStatus;
import org.caregate.server.config.ConfigurationException;
import org.caregate.server.node.StartRefused;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The root of the command line. */
@Command(
        name = "caregate",
        mixinStandardHelpOptions = true,
        version = "caregate 0.1.0",
        description = "OAuth 2.0 for healthcare APIs: authorization server, resource gateway and audit log.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:success; every check passed",
            "1:failure, or a check failed",
            "2:invalid command, configuration or environment",
            "3:not signed in, or not authorized",
            "4:not found",
            "5:conflict with the current state, or with a concurrent change",
            "6:server unreachable or unavailable"
        })
public final class CaregateCommand implements Runnable {
    private static final List<Class<?>> COMMANDS = List.of(
            InitCommand.class,
            ServeCommand.class,
            AuditCommand.class,
            LoginCommand.class,
            LogoutCommand.class,
            ClientCommand.class,
            UserCommand.class,
            RoleCommand.class,
            GrantCommand.class,
            SessionCommand.class,
            RevokeCommand.class,
            ResourceCommand.class,
            ApplyCommand.class,
            KeysCommand.class,
            DatabaseCommand.class,
            ConfigCommand.class,
            DoctorCommand.class,
            CompletionCommand.class,
            CommandLine.HelpCommand.class);

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--data",
            scope = ScopeType.INHERIT,
            paramLabel = "FOLDER",
            description = "The data folder of the demo (default: .caregate).")
    private Path data = Path.of(".caregate");

    @Option(
            names = "--config",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "The configuration file (default: caregate.yaml in the data folder).")
    private @Nullable Path config;

    /** Runs one command line and returns its exit status. */
    public static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    /** With the commands of the modules beside this one, first. */
    public static CommandLine commandLine() {
        CommandLine root = new CommandLine(new CaregateCommand());
        ServiceLoader.load(AddedCommand.class).forEach(root::addSubcommand);
        COMMANDS.forEach(root::addSubcommand);
        return root.setParameterExceptionHandler(CaregateCommand::usage)
                .setExecutionExceptionHandler(CaregateCommand::failure)
                .setUsageHelpAutoWidth(true);
    }

    /** Where the demo keeps its data. */
    public Path dataFolder() {
        return data.toAbsolutePath().normalize();
    }

    Path configuration() {
        Path given = config;
        return given == null ? dataFolder().resolve("caregate.yaml") : given.toAbsolutePath();
    }

    /** The calls of one command, to where its options say. */
    Calls calls(CallOptions options, PrintWriter out) {
        return options.open(
                configuration(), () -> Administration.open(configuration()).local(), out);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int usage(CommandLine.ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(oneLine(e.getMessage()) + ". Try './" + name + " --help'.");
        return ExitStatus.USAGE;
    }

    private static int failure(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (e instanceof CommandRefused refused) {
            err.println(refused.getMessage());
            return refused.status();
        }
        if (e instanceof StartRefused refused) {
            err.println(refused.getMessage());
            return ExitStatus.USAGE;
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

    private static String oneLine(@Nullable String message) {
        return message == null ? "" : message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
