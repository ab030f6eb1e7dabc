package org.caregate.evaluation.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.crypto.signing.SigningKeys;
import org.caregate.edge.development.DevelopmentAuthority;
import org.caregate.server.config.ConfigurationFile;
import org.caregate.server.config.DatabaseSettings;
import org.caregate.server.config.RolesFile;
import org.caregate.server.node.AuditParts;
import org.caregate.server.node.Node;
import org.caregate.server.node.NodeKeys;
import org.caregate.server.node.OpenDatabase;
import org.caregate.server.node.StartRefused;
import org.caregate.server.node.Stores;
import org.caregate.server.node.Timings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The demo while it runs: the node, the FHIR process beside it, and what was made for them. */
public final class RunningDemo implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningDemo.class);

    private final DemoFile demo;
    private final Node node;
    private final Future<KeptFhirServer> fhir;
    private final Timings timings;
    private final Queue<String> notices;

    private RunningDemo(DemoFile demo, Node node, Future<KeptFhirServer> fhir, Timings timings, Queue<String> notices) {
        this.demo = demo;
        this.node = node;
        this.fhir = fhir;
        this.timings = timings;
        this.notices = notices;
    }

    /**
     * Starts it and returns after the first permitted read through the gateway.
     *
     * @param fhirJar the jar of the FHIR process
     * @throws StartRefused when something has to be changed first
     */
    public static RunningDemo start(DemoFolder folder, DemoPorts ports, Path fhirJar, Clock clock) {
        Timings timings = new Timings();
        Queue<String> notices = new ConcurrentLinkedQueue<>();
        demandFreePorts(ports);
        demandBuilt(fhirJar);
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        CompletableFuture<OpenDatabase> database = null;
        CompletableFuture<KeptFhirServer> fhir = null;
        try {
            folder.prepare();
            boolean first = !Files.exists(folder.path().resolve("postgresql"));
            KeyRing ring = keys(folder, first, clock);
            database = CompletableFuture.supplyAsync(
                    () -> OpenDatabase.forNode(new DatabaseSettings.Bundled(folder.path())), executor);
            DevelopmentAuthority authority = new DevelopmentAuthority(folder.tls(), clock);
            DevelopmentAuthority.ServerCertificate certificate = timings.measure(
                    "certificates",
                    () -> authority.serverCertificates(List.of("localhost")).getFirst());
            CastOfPeople cast = CastOfPeople.in(fhirJar);
            String logKey = AuditParts.logKey(ring, ports.issuerUrl()).text();
            if (!first && !Files.exists(folder.demoJson())) {
                throw new StartRefused(
                        folder.demoJson() + " is missing, and with it the demo's secrets; start with --reset");
            }
            DemoFile demo = folder.people(ports, cast, logKey, authority.certificate());
            int fhirPort = DemoPorts.free(1).getFirst();
            folder.configure(ports, fhirPort, demo);
            FhirProcess.Arguments arguments = arguments(folder, ports, fhirPort, certificate, demo);
            fhir = CompletableFuture.supplyAsync(
                    () -> timings.measure("FHIR server", () -> startFhir(fhirJar, arguments, folder, notices::add)),
                    executor);
            Node node = startNode(folder, demo, ring, database, clock, timings);
            RunningDemo running = new RunningDemo(demo, node, fhir, timings, notices);
            try {
                fhir.join();
                running.firstRead(clock);
                timings.reached("ready");
                return running;
            } catch (RuntimeException e) {
                running.close();
                throw e;
            }
        } catch (CompletionException e) {
            undo(database, fhir);
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } catch (RuntimeException e) {
            undo(database, fhir);
            throw e;
        } catch (IOException e) {
            undo(database, fhir);
            throw new StartRefused(e.getMessage() == null ? e.toString() : e.getMessage());
        } finally {
            executor.shutdown();
        }
    }

    private static void demandFreePorts(DemoPorts ports) {
        List<Integer> taken = ports.taken();
        if (!taken.isEmpty()) {
            throw new StartRefused("port " + taken.getFirst() + " is taken; choose others with --ports-from N");
        }
    }

    private static void demandBuilt(Path fhirJar) {
        if (!Files.isReadable(fhirJar)) {
            throw new StartRefused(fhirJar + " is missing; build it with: mvn -Dquick -DskipTests package");
        }
    }

    private static FhirProcess.Arguments arguments(
            DemoFolder folder,
            DemoPorts ports,
            int fhirPort,
            DevelopmentAuthority.ServerCertificate certificate,
            DemoFile demo) {
        return new FhirProcess.Arguments(
                fhirPort,
                folder.upstreamCredential(),
                ports.app(),
                certificate.certificate(),
                certificate.key(),
                demo.client("app").clientId(),
                ports.fhirBase(),
                folder.fhirData());
    }

    private static void undo(
            @org.jspecify.annotations.Nullable CompletableFuture<OpenDatabase> database,
            @org.jspecify.annotations.Nullable CompletableFuture<KeptFhirServer> fhir) {
        if (fhir != null) {
            closeIfStarted(fhir);
        }
        if (database != null) {
            closeIfStarted(database);
        }
    }

    private static void closeIfStarted(Future<? extends AutoCloseable> started) {
        try {
            started.get().close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception neverStarted) {
            LOG.debug("nothing to close", neverStarted);
        }
    }

    /** Made at the first start alone: with a database there, a missing file was lost, and is not replaced silently. */
    private static KeyRing keys(DemoFolder folder, boolean first, Clock clock) {
        if (!Files.exists(folder.keyFile())) {
            if (!first) {
                throw new StartRefused("the key file " + folder.keyFile()
                        + " is missing; restore it, or forget everything with --reset");
            }
            return NodeKeys.create(folder.keyFile(), clock);
        }
        return NodeKeys.load(folder.keyFile());
    }

    private static KeptFhirServer startFhir(
            Path jar, FhirProcess.Arguments arguments, DemoFolder folder, Consumer<String> notices) {
        try {
            return KeptFhirServer.start(jar, arguments, folder.path().resolve("fhir.log"), notices);
        } catch (IOException e) {
            throw new StartRefused(String.valueOf(e.getMessage()));
        }
    }

    private static Node startNode(
            DemoFolder folder,
            DemoFile demo,
            KeyRing ring,
            CompletableFuture<OpenDatabase> database,
            Clock clock,
            Timings timings) {
        var configuration = ConfigurationFile.read(folder.configuration());
        return Node.start(
                configuration,
                RolesFile.read(configuration.roles()),
                ring,
                database::join,
                EnumSet.allOf(Node.Role.class),
                (Stores stores, AuditParts audit, SigningKeys signingKeys) -> {
                    NodeKeys.createSigningKeys(signingKeys, clock);
                    new DemoSeed(demo, ring, clock).sow(stores, audit);
                },
                clock,
                timings);
    }

    private void firstRead(Clock clock) {
        try (BackendToken backend = new BackendToken(demo, clock)) {
            int status = timings.measure("first read", () -> {
                try {
                    return backend.readPatient(backend.token());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(e);
                }
            });
            if (status != 200) {
                throw new IllegalStateException("the first read through the gateway was answered " + status);
            }
        }
    }

    public DemoFile demo() {
        return demo;
    }

    public Node node() {
        return node;
    }

    /** What has happened beside the log since it was last asked. */
    public List<String> notices() {
        List<String> told = new ArrayList<>();
        for (String next = notices.poll(); next != null; next = notices.poll()) {
            told.add(next);
        }
        return told;
    }

    /** How long what took, the whole last. */
    public List<Panel.Timing> timings() {
        List<Panel.Timing> all = new ArrayList<>();
        timings.all().forEach((what, took) -> all.add(new Panel.Timing(what, took)));
        return all;
    }

    @Override
    public void close() {
        Thread stopping = Thread.ofVirtual().start(() -> closeIfStarted(fhir));
        node.close();
        try {
            stopping.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
