package org.caregate.server.node;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.caregate.audit.AuditReceipt;
import org.caregate.authorization.AuthorizationServer;
import org.caregate.authorization.AuthorizationServerPorts;
import org.caregate.authorization.AuthorizationServerSettings;
import org.caregate.authorization.authorize.InteractionPages;
import org.caregate.authorization.client.FailureWindow;
import org.caregate.authorization.grant.TokenLifetimes;
import org.caregate.authorization.jwks.AddressGuard;
import org.caregate.authorization.jwks.GuardedJwksFetcher;
import org.caregate.authorization.jwks.RegisteredKeys;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.credential.RefreshSuccessor;
import org.caregate.crypto.credential.SignedTexts;
import org.caregate.crypto.handle.Handles;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.crypto.keyfile.Purpose;
import org.caregate.crypto.provider.SignatureProvider;
import org.caregate.crypto.signing.KeyUse;
import org.caregate.edge.tls.TlsMaterial;
import org.caregate.edge.tls.TrustedAuthorities;
import org.caregate.gateway.GatewayServer;
import org.caregate.gateway.patient.PatientDirectory;
import org.caregate.gateway.settings.GatewayLimits;
import org.caregate.gateway.settings.GatewayLimits.ResourceLimits;
import org.caregate.gateway.settings.GatewayPorts;
import org.caregate.gateway.settings.GatewayPorts.Recording;
import org.caregate.gateway.settings.GatewayPorts.Registers;
import org.caregate.gateway.settings.GatewayPorts.Surroundings;
import org.caregate.gateway.settings.GatewayPorts.TokenVerification;
import org.caregate.gateway.settings.GatewaySettings;
import org.caregate.gateway.upstream.Forwarder;
import org.caregate.gateway.upstream.UpstreamSettings;
import org.caregate.identity.IdentitySettings;
import org.caregate.identity.picker.PatientName;
import org.caregate.identity.session.SessionTimeouts;
import org.caregate.protocol.metadata.AuthorizationServerAddresses;
import org.caregate.registry.resource.ResourceServer;
import org.caregate.registry.resource.ResourceServers;
import org.caregate.server.config.CaregateConfiguration;
import org.caregate.server.config.LimitSettings;
import org.caregate.server.config.ListenerSettings;
import org.caregate.server.config.ResourceSettings;
import org.caregate.server.http.EndpointSessions;
import org.caregate.server.http.IssuerParts;
import org.caregate.server.metrics.EndpointNames;
import org.caregate.server.metrics.Traffic;
import org.caregate.server.setup.SetUp;
import org.caregate.server.setup.SetUpHandler;
import org.caregate.server.telemetry.Telemetry;
import org.caregate.storage.Database;
import org.eclipse.jetty.server.Handler;

/** Makes the two applications from the configuration and what they stand on. */
public final class ApplicationParts implements AutoCloseable {
    private final CaregateConfiguration configuration;
    private final KeyRing ring;
    private final CurrentRoles roles;
    private final MeterRegistry metrics;
    private final Telemetry telemetry;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final UpstreamSettings upstream;
    private final Forwarder forwarder;
    private final PatientDirectory patients;
    private final Deque<GuardedJwksFetcher> opened = new ArrayDeque<>();

    ApplicationParts(
            CaregateConfiguration configuration,
            KeyRing ring,
            CurrentRoles roles,
            MeterRegistry metrics,
            Telemetry telemetry,
            Clock clock) {
        this.configuration = configuration;
        this.ring = ring;
        this.roles = roles;
        this.metrics = metrics;
        this.telemetry = telemetry;
        this.clock = clock;
        this.upstream =
                UpstreamSettings.of(resource().upstream(), new UpstreamSettings.Secret(bearer()), upstreamTls());
        this.forwarder = new Forwarder(upstream, resource().base().getHost(), telemetry.tracer());
        ResourceLimits limits = limits(resource().limits()).resources();
        this.patients = new PatientDirectory(forwarder, limits.jsonDepth(), limits.resourceBytes());
    }

    /** The APIs tokens may be for: those configured, and our own administration. */
    public static ResourceServers resources(CaregateConfiguration configuration) {
        List<ResourceServer> servers = new ArrayList<>();
        configuration
                .resources()
                .forEach(resource -> servers.add(new ResourceServer(resource.base(), ResourceServer.Kind.FHIR_R4)));
        servers.add(ResourceServer.administration(configuration.issuer()));
        return new ResourceServers(servers);
    }

    private ResourceSettings resource() {
        return configuration.resources().getFirst();
    }

    private String bearer() {
        Path file = resource().bearerFile();
        try {
            return file == null ? "" : Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean upstreamReachable() {
        return forwarder.isReachable(Duration.ofSeconds(3));
    }

    private Map<String, PatientName> namesOf(Collection<String> ids, AuditReceipt namesShown) {
        Map<String, PatientName> names = new LinkedHashMap<>();
        patients.namesOf(ids, namesShown)
                .forEach((id, name) -> names.put(id, new PatientName(name.displayName(), name.birthDate())));
        return names;
    }

    IssuerParts issuer(Supplier<Node.Foundation> foundation) {
        return new IssuerParts(
                () -> authorizationServer(foundation.get())::handle,
                () -> AdministrationParts.api(configuration, foundation.get(), random, clock),
                () -> foundation.get().stores().accounts(),
                () -> foundation.get().stores().passwords(),
                () -> foundation.get().stores().codeGenerators(),
                () -> foundation.get().stores().invitations(),
                () -> foundation.get().setUp(),
                () -> foundation.get().stores().sessions(),
                () -> foundation.get().stores().attempts(),
                () -> foundation.get().stores().pending(),
                () -> foundation.get().stores().clients(),
                () -> foundation.get().stores().grants(),
                () -> foundation.get().stores().revocations(),
                () -> foundation.get().stores().fence(),
                () -> foundation.get().stores().transactions(),
                () -> foundation.get().audit().log(),
                () -> foundation.get().flood(),
                roles::definitions,
                roles::patientsOf,
                this::namesOf,
                ring,
                identity(),
                metrics,
                telemetry.around("issuer", EndpointNames.ofIssuer()),
                clock);
    }

    private IdentitySettings identity() {
        SessionTimeouts timeouts = new SessionTimeouts(
                configuration.sessions().workforceIdle(),
                configuration.sessions().workforceTotal(),
                Duration.ofMinutes(5));
        return new IdentitySettings(
                timeouts,
                IdentitySettings.DEFAULT.cookie(),
                configuration.tokens().refreshLifetime(),
                IdentitySettings.DEFAULT.passwordIterations());
    }

    private AuthorizationServer authorizationServer(Node.Foundation foundation) {
        Stores stores = foundation.stores();
        GuardedJwksFetcher fetcher = new GuardedJwksFetcher(
                new AddressGuard(new HashSet<>(configuration.tokens().jwksHosts())), systemsTls());
        opened.push(fetcher);
        return AuthorizationServer.of(
                new AuthorizationServerSettings(
                        new AuthorizationServerAddresses(configuration.issuer().toString()),
                        resources(configuration),
                        new TokenLifetimes(
                                configuration.tokens().accessLifetime(),
                                configuration.tokens().refreshLifetime())),
                new AuthorizationServerPorts(
                        stores.transactions(),
                        stores.clients(),
                        stores.codes(),
                        stores.refreshTokens(),
                        stores.assertionIds(),
                        stores.grants(),
                        stores.pending(),
                        stores.people(),
                        stores.revocations(),
                        stores.fence(),
                        id -> stores.sessions().lock(id).map(EndpointSessions::of),
                        foundation.revocations(),
                        foundation.audit().log(),
                        foundation.flood(),
                        foundation.signingKeys(),
                        new CredentialHasher(ring),
                        new SignedTexts(ring, Purpose.WAITING_REQUEST),
                        new RefreshSuccessor(ring),
                        roles::definitions,
                        new RegisteredKeys(fetcher, clock),
                        new FailureWindow(clock, 20, Duration.ofMinutes(1)),
                        InteractionPages.DEFAULT,
                        random,
                        Database::isAway,
                        clock));
    }

    private static SSLContext systemsTls() {
        try {
            return TrustedAuthorities.orSystems(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SSLContext upstreamTls() {
        try {
            return TrustedAuthorities.orSystems(resource().ca());
        } catch (IOException e) {
            throw new StartRefused("resources[0].upstream.ca holds no certificates that can be read: "
                    + "one or more in PEM, each with its BEGIN and END line");
        }
    }

    private static GatewayLimits limits(LimitSettings settings) {
        return GatewayLimits.defaults()
                .withSizes(settings.headers(), settings.body(), settings.entry(), settings.resource())
                .withWork(settings.depth(), settings.references(), settings.missingStep());
    }

    GatewayServer gateway(Node.Foundation foundation) {
        Stores stores = foundation.stores();
        try {
            return new GatewayServer(
                    new GatewaySettings(
                            resource().base(),
                            configuration.gateway().address(),
                            configuration.gateway().port(),
                            tls(configuration.gateway()),
                            upstream,
                            configuration.issuer(),
                            limits(resource().limits()),
                            configuration.proxies()),
                    new GatewayPorts(
                            new Recording(foundation.audit().log(), foundation.flood()),
                            new Registers(foundation.revocations(), stores.grants(), stores.people(), stores.clients()),
                            new TokenVerification(
                                    kid -> foundation.signingKeys().verificationKey(kid, KeyUse.ACCESS_TOKEN),
                                    SignatureProvider.fastOrNull()),
                            new Handles(ring, random, Purpose.PAGE_HANDLE),
                            roles::definitions,
                            new Surroundings(
                                    Traffic.ofGateway(metrics, resource().base().getRawPath()),
                                    around(foundation.setUp())),
                            clock),
                    forwarder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands around the gateway: the set-up, and outermost the traces. */
    private UnaryOperator<Handler> around(SetUp setUp) {
        UnaryOperator<Handler> traced = telemetry.around(
                "gateway", EndpointNames.ofGateway(resource().base().getRawPath()));
        return inner -> traced.apply(SetUpHandler.ofGateway(setUp, inner));
    }

    /** The gateway's certificate as its files are now. */
    static TlsMaterial tls(ListenerSettings listener) throws IOException {
        return TlsMaterial.pemFiles(listener.certificate(), listener.key())
                .speaking(listener.oldestTls().protocols(), listener.oldestTls().suites());
    }

    @Override
    public void close() throws IOException {
        patients.close();
        forwarder.close();
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }
}
