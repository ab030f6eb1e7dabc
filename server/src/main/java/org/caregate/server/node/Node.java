package org.caregate.server.node;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.caregate.administration.client.CommandLineClient;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.flood.RefusalFlood;
import org.caregate.audit.running.LogKeeper;
import org.caregate.audit.sequencing.BrokenLogException;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.crypto.signing.SigningKeys;
import org.caregate.gateway.GatewayServer;
import org.caregate.identity.invitation.Inviting;
import org.caregate.identity.session.BrowserSessions;
import org.caregate.identity.throttle.Throttle;
import org.caregate.registry.revocation.RevocationView;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.server.config.CaregateConfiguration;
import org.caregate.server.config.DatabaseSettings;
import org.caregate.server.config.RolesFile;
import org.caregate.server.http.IssuerServer;
import org.caregate.server.http.ServerCertificate;
import org.caregate.server.management.ManagementServer;
import org.caregate.server.management.Readiness;
import org.caregate.server.metrics.MeteredAuditLog;
import org.caregate.server.metrics.NodeGauges;
import org.caregate.server.metrics.RecordingState;
import org.caregate.server.setup.SetUp;
import org.caregate.server.telemetry.Telemetry;
import org.caregate.storage.Database;
import org.caregate.storage.ExpiredRows;
import org.caregate.storage.registry.RevocationListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running node: everything between its configuration and its listeners, started side by side, stopped in order. */
public final class Node implements AutoCloseable {
    /** Which of its applications a node runs. */
    public enum Role {
        ISSUER,
        GATEWAY
    }

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final Duration REVOCATION_POLL = Duration.ofMillis(200);
    private static final Duration REVOCATION_BOUND = Duration.ofSeconds(5);
    private static final Duration ROLES_POLL = Duration.ofSeconds(5);
    private static final Duration KEY_POLL = Duration.ofSeconds(5);
    private static final Duration CERTIFICATE_POLL = Duration.ofSeconds(5);
    private static final Duration SWEEP = Duration.ofMinutes(1);
    private static final Duration FLOOD_INTERVAL = Duration.ofMinutes(1);
    private static final Duration FLOOD_LOOKED_AT = Duration.ofSeconds(10);
    private static final int FLOOD_RECORDED_EACH = 20;

    private final CaregateConfiguration configuration;
    private final Clock clock;
    private final String exchange = "node-" + UUID.randomUUID();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Readiness readiness = new Readiness();
    private final RecordingState recording = new RecordingState(System::nanoTime);
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private @Nullable Foundation foundation;
    private volatile @Nullable IssuerServer issuer;
    private volatile @Nullable GatewayServer gateway;
    private volatile @Nullable ManagementServer management;
    private volatile boolean listening;

    private Node(CaregateConfiguration configuration, Clock clock) {
        this.configuration = configuration;
        this.clock = clock;
    }

    /** What both applications stand on. */
    record Foundation(
            Database database,
            KeyRing ring,
            CurrentRoles roles,
            Stores stores,
            AuditParts audit,
            SigningKeys signingKeys,
            RevocationView revocations,
            RefusalFlood flood,
            LogKeeper keeper,
            SetUp setUp) {}

    /**
     * Starts a node and returns once its listeners answer.
     *
     * @param database opened already, or being opened elsewhere
     * @param beforeListening done when the stores are there and before anyone is answered; the demo adds its people and keys here
     * @throws StartRefused when it cannot be started as configured
     */
    public static Node start(
            CaregateConfiguration configuration,
            RolesFile roles,
            KeyRing ring,
            Supplier<OpenDatabase> database,
            Set<Role> applications,
            BeforeListening beforeListening,
            Clock clock,
            Timings timings) {
        Node node = new Node(configuration, clock);
        try {
            node.start(new CurrentRoles(roles), ring, database, applications, beforeListening, timings);
            return node;
        } catch (Throwable failed) {
            node.close();
            throw refusal(failed);
        }
    }

    private static RuntimeException refusal(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartRefused refused) {
                return refused;
            }
            if (cause instanceof java.net.BindException) {
                return new StartRefused("a listener's port is taken: " + failed.getMessage());
            }
        }
        return failed instanceof RuntimeException runtime ? runtime : new IllegalStateException(failed);
    }

    /** What happens between the stores and the listeners. */
    @FunctionalInterface
    public interface BeforeListening {
        /** May add what is missing. */
        void prepare(Stores stores, AuditParts audit, SigningKeys signingKeys);
    }

    private void start(
            CurrentRoles roles,
            KeyRing ring,
            Supplier<OpenDatabase> opening,
            Set<Role> applications,
            BeforeListening beforeListening,
            Timings timings)
            throws Exception {
        Telemetry telemetry = telemetry();
        opened.push(telemetry); // ends last
        ApplicationParts parts = new ApplicationParts(configuration, ring, roles, metrics, telemetry, clock);
        CertificateReload issuerCertificate =
                new CertificateReload("authorization", configuration.authorization(), clock, certificate -> {
                    running(management).replaceCertificate(certificate.keyStore());
                    running(issuer).replaceCertificate(certificate);
                });
        CertificateReload gatewayCertificate = new CertificateReload(
                "gateway",
                configuration.gateway(),
                clock,
                certificate -> running(gateway).replaceCertificate(certificate.keyStore()));
        opened.push(parts);
        ManagementServer watched = ManagementServer.start(
                configuration.management(),
                configuration.management().speaksTls()
                        ? ServerCertificate.context(configuration.authorization(), clock.instant())
                        : null,
                configuration.proxies(),
                readiness,
                metrics);
        management = watched;
        opened.push(watched);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<Foundation> founded = CompletableFuture.supplyAsync(
                    () -> found(timings.measure("database", opening), roles, ring, telemetry, beforeListening, timings),
                    executor);
            CompletableFuture<IssuerServer> issuing = applications.contains(Role.ISSUER)
                    ? CompletableFuture.supplyAsync(
                            () -> timings.measure(
                                    "issuer",
                                    () -> IssuerServer.start(
                                            configuration.authorization(),
                                            configuration.proxies(),
                                            parts.issuer(founded::join))),
                            executor)
                    : CompletableFuture.completedFuture(null);
            Foundation stands = founded.join();
            foundation = stands;
            if (applications.contains(Role.GATEWAY)) {
                gateway = timings.measure("gateway", () -> startGateway(parts, stands));
            }
            IssuerServer started = issuing.join();
            issuer = started;
            if (started != null) {
                watch(issuerCertificate);
                sweep(started.bean(BrowserSessions.class), started.bean(Throttle.class));
            }
            if (applications.contains(Role.GATEWAY)) {
                watch(gatewayCertificate);
            }
            ready(parts, stands);
        } catch (CompletionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
        listening = true;
    }

    private Telemetry telemetry() {
        try {
            return Telemetry.start(configuration.telemetry());
        } catch (IOException | IllegalArgumentException e) {
            throw new StartRefused("telemetry.ca holds no certificates that can be read: one or more in PEM");
        }
    }

    private Foundation found(
            OpenDatabase open,
            CurrentRoles roles,
            KeyRing ring,
            Telemetry telemetry,
            BeforeListening beforeListening,
            Timings timings) {
        keep(open);
        Database database = open.database();
        Stores stores = Stores.on(database, roles::patientsOf);
        AuditParts audit = new AuditParts(
                database,
                ring,
                configuration.issuer(),
                configuration.audit(),
                clock,
                log -> new MeteredAuditLog(log, metrics, telemetry.tracer(), recording));
        audit.comparison().objection().ifPresent(line -> {
            throw new StartRefused(
                    line
                            + ". Nothing was written to it. ./caregate audit verify says more; if a backup was restored on purpose,"
                            + " keep the old anchor, name a new folder in audit.anchor, and run ./caregate revoke before with the time of now");
        });
        List<String> strange = audit.strangeTables();
        if (!strange.isEmpty()) {
            throw new StartRefused("the audit log's tables are not as this program made them (" + strange.getFirst()
                    + "). Nothing was written to them. ./caregate doctor names every difference");
        }
        LogKeeper keeper = audit.keeper(Node::tell);
        keep(keeper);
        keep(audit);
        SigningKeys signingKeys = NodeKeys.signing(database, ring, clock);
        timings.measure("stores", () -> {
            beforeListening.prepare(stores, audit, signingKeys);
            return true;
        });
        if (!signingKeys.complete()) {
            throw new StartRefused("there are no signing keys yet: run ./caregate keys init");
        }
        keeper.start();
        RevocationView revocations =
                new RevocationView(stores.revocations(), clock, System::nanoTime, REVOCATION_BOUND);
        revocations.refresh();
        keep(Periodic.every(REVOCATION_POLL, "reading revocations", revocations::refresh));
        keep(RevocationListener.start(database, revocations::refresh));
        RefusalFlood flood = new RefusalFlood(clock, FLOOD_RECORDED_EACH, FLOOD_INTERVAL);
        keep(() -> flood.flushAll().forEach(audit.log()::record));
        keep(Periodic.every(
                FLOOD_LOOKED_AT, "flushing floods", () -> flood.flush().forEach(audit.log()::record)));
        keep(Periodic.every(KEY_POLL, "reading signing keys", signingKeys::reload));
        RolesReload changes = new RolesReload(
                configuration.roles(),
                roles,
                stores.revocations(),
                new AuditedTransactions(stores.transactions(), audit.log(), clock),
                exchange);
        keep(Periodic.every(ROLES_POLL, "reading the policy file", changes::look));
        keep(ExpiredRows.removedEvery(Duration.ofMinutes(1), database));
        Instant started = clock.instant();
        boolean alone = configuration.database() instanceof DatabaseSettings.Bundled;
        Thread.ofVirtual()
                .name("reconciliation")
                .start(() -> reconcile(
                        audit,
                        started.minus(Duration.ofDays(1)),
                        alone ? started : started.minus(Duration.ofMinutes(10))));
        audit.log()
                .record(AuditEntry.of(started, exchange, Action.SERVICE_STARTED, Outcome.PERMITTED)
                        .policyVersion(roles.definitions().version())
                        .build());
        CommandLineClient.ensure(
                configuration.issuer(), stores.transactions(), stores.clients(), audit.log(), exchange, clock);
        Inviting inviting = stores.inviting(ring, new SecureRandom(), audit.log(), clock);
        SetUp setUp = new SetUp(inviting::setUpIsPending);
        return new Foundation(database, ring, roles, stores, audit, signingKeys, revocations, flood, keeper, setUp);
    }

    private static void tell(RuntimeException trouble) {
        if (trouble instanceof BrokenLogException) {
            LOG.error("the audit log is broken, and nothing is answered any more: {}", trouble.getMessage());
        } else {
            LOG.warn("the audit log: {}", trouble.toString());
        }
    }

    private void watch(CertificateReload reload) {
        keep(Periodic.every(CERTIFICATE_POLL, "reading certificates", reload::look));
    }

    /** A listener that is not there yet is asked again when it is. */
    private static <T> T running(@Nullable T listener) {
        if (listener == null) {
            throw new IllegalStateException("not listening yet");
        }
        return listener;
    }

    /** Anyone may open a session or fail to sign in; without this each would leave its row permanently. */
    private void sweep(BrowserSessions sessions, Throttle throttle) {
        keep(Periodic.every(SWEEP, "removing ended sessions", () -> sessions.sweep()));
        keep(Periodic.every(SWEEP, "forgetting old attempts", () -> throttle.sweep()));
    }

    /** Exchanges that a crash left open are ended in the log; another node's may still be under way, so those wait. */
    private static void reconcile(AuditParts audit, Instant from, Instant until) {
        try {
            int ended = audit.reconciliation().reconcile(from, until);
            if (ended > 0) {
                LOG.warn("{} exchanges were cut off when the program last ended; the log says so now", ended);
            }
        } catch (RuntimeException e) {
            LOG.warn(
                    "exchanges that were cut off could not be looked up: {}",
                    e.getClass().getName());
        }
    }

    private static GatewayServer startGateway(ApplicationParts parts, Foundation foundation) {
        GatewayServer server = parts.gateway(foundation);
        try {
            server.start();
            return server;
        } catch (Exception e) {
            throw new IllegalStateException("the gateway does not start: " + e.getMessage(), e);
        }
    }

    private void ready(ApplicationParts parts, Foundation stands) {
        readiness
                .with("database", () -> {
                    stands.database().proveWritable();
                    return true;
                })
                .with("setUp", () -> !stands.setUp().isPending())
                .with("keys", stands.signingKeys()::complete)
                .with("revocations", stands.revocations()::isFresh)
                .withReason("audit", () -> stands.audit().status().objection())
                .with("recording", recording::isPossible)
                .with("upstream", parts::upstreamReachable)
                .with("listeners", () -> listening);
        NodeGauges.bind(
                metrics,
                stands.database(),
                stands.revocations(),
                stands.audit().status(),
                stands.audit().ages());
    }

    private synchronized void keep(AutoCloseable part) {
        opened.push(part);
    }

    private Foundation foundation() {
        Foundation stands = foundation;
        if (stands == null) {
            throw new IllegalStateException("the node did not start");
        }
        return stands;
    }

    /** Whether no one administers yet, so that nothing is answered but the set-up link. */
    public boolean setUpIsPending() {
        return foundation().setUp().isPending();
    }

    /** The address at which the first administrator sets the deployment up; an earlier one stops working. */
    public URI setUpLink() {
        Foundation stands = foundation();
        Inviting inviting = stands.stores()
                .inviting(stands.ring(), new SecureRandom(), stands.audit().log(), clock);
        return configuration
                .issuer()
                .resolve(inviting.setUpLink(
                        AuditEntry.of(clock.instant(), exchange, Action.USER_INVITED, Outcome.PERMITTED)));
    }

    /** The log, to be shown. */
    public AuditParts audit() {
        return foundation().audit();
    }

    /** Stops taking requests, lets running ones finish, closes the log and then the database. */
    @Override
    public synchronized void close() {
        listening = false;
        Thread stoppingIssuer = Thread.ofVirtual().start(() -> quietly(issuer));
        quietly(gateway);
        try {
            stoppingIssuer.join(Duration.ofSeconds(8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Foundation stands = foundation;
        if (stands != null) {
            quietly(() -> stands.audit()
                    .log()
                    .record(AuditEntry.of(clock.instant(), exchange, Action.SERVICE_STOPPED, Outcome.PERMITTED)
                            .build()));
        }
        while (!opened.isEmpty()) {
            quietly(opened.pop());
        }
    }

    private static void quietly(@Nullable AutoCloseable part) {
        if (part == null) {
            return;
        }
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("{} did not end cleanly: {}", part.getClass().getSimpleName(), e.toString());
        }
    }
}
