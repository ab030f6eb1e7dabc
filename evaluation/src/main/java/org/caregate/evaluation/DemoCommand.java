package org.caregate.evaluation;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.caregate.audit.proof.FoundEntry;
import org.caregate.audit.rendering.EntryLine;
import org.caregate.audit.search.AuditQuery;
import org.caregate.audit.search.AuditSearch;
import org.caregate.audit.search.TailPosition;
import org.caregate.commandline.AddedCommand;
import org.caregate.commandline.CaregateCommand;
import org.caregate.commandline.exit.CommandRefused;
import org.caregate.commandline.exit.ExitStatus;
import org.caregate.evaluation.demo.BackendToken;
import org.caregate.evaluation.demo.DemoFile;
import org.caregate.evaluation.demo.DemoFolder;
import org.caregate.evaluation.demo.DemoPorts;
import org.caregate.evaluation.demo.FolderLock;
import org.caregate.evaluation.demo.Panel;
import org.caregate.evaluation.demo.PanelView;
import org.caregate.evaluation.demo.RunningDemo;
import org.caregate.evaluation.demo.ThrowAwayDemo;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Runs the demo. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Runs a complete demo on this machine, with sample people, clients and a FHIR server.",
        subcommands = HelpCommand.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class DemoCommand implements AddedCommand, Callable<Integer> {
    private static final int SHOWN_AT_FIRST = 10;
    private static final int PART = 200;

    @ParentCommand
    private CaregateCommand root;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--check",
            description = "Run the main use case once against a temporary copy, and report each step.")
    private boolean check;

    @Option(names = "--reset", description = "Delete the data folder first.")
    private boolean reset;

    @Option(
            names = "--ports-from",
            paramLabel = "PORT",
            description = "Use four consecutive ports from this one instead of 8443, 9443, 7443 and 9081.")
    private @Nullable Integer portsFrom;

    @Option(names = "--port-issuer", paramLabel = "PORT", description = "The issuer's port.")
    private @Nullable Integer issuerPort;

    @Option(names = "--port-gateway", paramLabel = "PORT", description = "The gateway's port.")
    private @Nullable Integer gatewayPort;

    @Option(names = "--port-app", paramLabel = "PORT", description = "The app's port.")
    private @Nullable Integer appPort;

    @Option(names = "--port-management", paramLabel = "PORT", description = "The management port.")
    private @Nullable Integer managementPort;

    @Option(names = "--once", hidden = true, description = "Starts a throw-away copy, reads once, and stops.")
    private boolean once;

    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (check || once) {
            return throwAway(out);
        }
        DemoPorts ports = ports();
        DemoFolder folder = new DemoFolder(root.dataFolder());
        out.println("Starting in " + folder.path());
        out.flush();
        CountDownLatch stopping = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    stopping.countDown();
                    await(stopped, 9);
                },
                "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try (FolderLock _ = folder.take(reset)) {
            logInto(folder.log());
            runIn(folder, ports, out, stopping);
        } finally {
            stopped.countDown();
        }
        return ExitStatus.OK;
    }

    private void runIn(DemoFolder folder, DemoPorts ports, PrintWriter out, CountDownLatch stopping)
            throws InterruptedException {
        try (RunningDemo demo = RunningDemo.start(folder, ports, fhirJar(), clock)) {
            show(demo, folder, out, stopping);
        }
    }

    private void show(RunningDemo demo, DemoFolder folder, PrintWriter out, CountDownLatch stopping)
            throws InterruptedException {
        boolean terminal = onTerminal();
        PanelView view = new PanelView(
                new Panel(demo.demo(), folder.path(), System.getProperty("caregate.command", "./caregate")),
                demo.timings(),
                out,
                clock,
                terminal);
        AuditSearch search = demo.node().audit().search();
        TailPosition position = search.end();
        List<FoundEntry> first = search.find(AuditQuery.ALL.page(null, SHOWN_AT_FIRST));
        Set<UUID> shown = first.stream().map(FoundEntry::id).collect(Collectors.toSet());
        view.show(lines(first.reversed()));
        while (!stopping.await(1, TimeUnit.SECONDS)) {
            List<String> notices = demo.notices();
            if (!notices.isEmpty()) {
                view.show(notices);
            }
            try {
                AuditSearch.Followed followed = search.follow(position, PART);
                position = followed.position();
                view.show(lines(followed.entries().stream()
                        .filter(entry -> !shown.contains(entry.id())) // stored, but not yet placed when it was found
                        .toList()));
            } catch (RuntimeException databaseGone) {
                view.show(List.of("the log cannot be read right now"));
            }
        }
        view.end();
    }

    /** Since JDK 25 there is no console at all where there is no terminal; the checker's knowledge ends at 22. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean onTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
    }

    private static List<String> lines(List<FoundEntry> entries) {
        return entries.stream()
                .map(entry -> EntryLine.of(entry, ZoneId.systemDefault()))
                .toList();
    }

    private static void await(CountDownLatch latch, int seconds) {
        try {
            var _ = latch.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int throwAway(PrintWriter out) throws IOException, InterruptedException {
        try (ThrowAwayDemo demo = ThrowAwayDemo.create(home(), clock)) {
            logInto(demo.log());
            return once ? demo.startOnce(out) : demo.check(out, commandBeforeSubcommands(demo.folder()));
        }
    }

    private static List<String> commandBeforeSubcommands(Path data) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                home().resolve("app/target/caregate.jar").toString(),
                "--data",
                data.toString());
    }

    private DemoPorts ports() {
        DemoPorts ports = portsFrom == null ? DemoPorts.DEFAULT : DemoPorts.from(port(portsFrom));
        return new DemoPorts(
                issuerPort == null ? ports.issuer() : port(issuerPort),
                gatewayPort == null ? ports.gateway() : port(gatewayPort),
                appPort == null ? ports.app() : port(appPort),
                managementPort == null ? ports.management() : port(managementPort));
    }

    private static int port(int given) {
        if (given < 1 || given > 65_532) {
            throw CommandRefused.unusable("A port is from 1 to 65532.");
        }
        return given;
    }

    /** Where the checkout is; the launcher says it. */
    private static Path home() {
        return Path.of(System.getProperty("caregate.home", "")).toAbsolutePath();
    }

    private static Path fhirJar() {
        return home().resolve("demo/target/caregate-demo.jar");
    }

    /** The panel has the terminal to itself. */
    private static void logInto(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.exists(folder)) {
            new DemoFolder(folder).makeFolder();
        }
        System.setProperty("caregate.log", file.toString());
        System.setProperty("logback.configurationFile", "logback-file.xml");
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    }

    @Command(
            name = "token",
            mixinStandardHelpOptions = true,
            description = "Gets an access token as the demo's backend client, with a signed assertion, and prints it.")
    int token() throws IOException, InterruptedException {
        DemoFile demo = DemoFile.read(new DemoFolder(root.dataFolder()).demoJson())
                .orElseThrow(() -> CommandRefused.unusable(
                        "There is no demo in " + root.dataFolder() + ": start it with ./caregate demo."));
        try (BackendToken backend = new BackendToken(demo, clock)) {
            spec.commandLine().getOut().println(backend.token());
            spec.commandLine().getOut().flush();
            return ExitStatus.OK;
        } catch (java.net.ConnectException notRunning) {
            throw CommandRefused.failed(
                    "There is no answer from " + demo.ports().issuerUrl() + ". Is the demo running?");
        }
    }

    @Command(
            name = "code",
            mixinStandardHelpOptions = true,
            description = "Prints the current one-time code of a demo person.")
    int code(
            @picocli.CommandLine.Parameters(paramLabel = "NAME", description = "patient, clinician or administrator.")
                    String name) {
        DemoFile demo = DemoFile.read(new DemoFolder(root.dataFolder()).demoJson())
                .orElseThrow(() -> CommandRefused.unusable(
                        "There is no demo in " + root.dataFolder() + ": start it with ./caregate demo."));
        String code = demo.people().stream()
                .filter(person -> person.username().equals(name))
                .findFirst()
                .map(person -> Panel.code(person, clock.instant()))
                .orElseThrow(() -> CommandRefused.unusable("There is no demo person called " + name + "."));
        spec.commandLine().getOut().println(code);
        spec.commandLine().getOut().flush();
        return ExitStatus.OK;
    }
}
