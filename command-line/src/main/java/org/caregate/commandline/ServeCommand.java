package org.caregate.commandline;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.caregate.commandline.exit.CommandRefused;
import org.caregate.commandline.exit.ExitStatus;
import org.caregate.server.config.CaregateConfiguration;
import org.caregate.server.config.ConfigurationFile;
import org.caregate.server.config.LogFormat;
import org.caregate.server.config.RolesFile;
import org.caregate.server.node.Node;
import org.caregate.server.node.NodeKeys;
import org.caregate.server.node.OpenDatabase;
import org.caregate.server.node.StartRules;
import org.caregate.server.node.Timings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Runs a node. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Runs the authorization server and the gateway, or one of them, until SIGTERM.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ServeCommand implements Callable<Integer> {
    @ParentCommand
    private CaregateCommand root;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "What to run: ${COMPLETION-CANDIDATES} (default: both).")
    private @Nullable Role role;

    /** As typed. */
    enum Role {
        issuer,
        gateway
    }

    @Override
    public Integer call() throws InterruptedException {
        System.setProperty("caregate.log.level", System.getProperty("caregate.log.level", "INFO"));
        PrintWriter out = spec.commandLine().getOut();
        CaregateConfiguration configuration = ConfigurationFile.read(root.configuration());
        if (configuration.logs() == LogFormat.JSON) {
            System.setProperty("logback.configurationFile", "logback-json.xml"); // nothing has logged yet
        }
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none"); // it stays as it is here
        RolesFile roles = RolesFile.read(configuration.roles());
        List<String> refusals = StartRules.refusals(configuration, Instant.now());
        if (!refusals.isEmpty()) {
            throw CommandRefused.unusable(String.join("\n", refusals));
        }
        Timings timings = new Timings();
        Clock clock = Clock.systemUTC();
        Node node = Node.start(
                configuration,
                roles,
                NodeKeys.load(configuration.keyFile()),
                () -> OpenDatabase.forNode(configuration.database()),
                applications(),
                (stores, audit, signingKeys) -> {},
                clock,
                timings);
        timings.reached("ready");
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            node.close();
                            stopped.countDown();
                        },
                        "shutdown"));
        timings.all().forEach((what, took) -> out.printf("%s %.1f s%n", what, took.toMillis() / 1000.0));
        out.println("issuer " + configuration.issuer());
        out.println("audit log key " + node.audit().key().text());
        if (role != Role.gateway && node.setUpIsPending()) {
            out.println();
            out.println(
                    "This deployment has no administrator yet, so it answers nothing else. Open this link within 24 hours;");
            out.println("it works once, and a later start prints another in its place:");
            out.println(node.setUpLink());
        }
        out.flush();
        stopped.await();
        return ExitStatus.OK;
    }

    private Set<Node.Role> applications() {
        if (role == null) {
            return EnumSet.allOf(Node.Role.class);
        }
        return switch (role) {
            case issuer -> EnumSet.of(Node.Role.ISSUER);
            case gateway -> EnumSet.of(Node.Role.GATEWAY);
        };
    }
}
