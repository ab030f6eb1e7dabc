package org.caregate.commandline.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.net.ssl.SSLContext;
import org.caregate.audit.entry.Action;
import org.caregate.audit.search.AuditQuery;
import org.caregate.authorization.jwks.AddressGuard;
import org.caregate.authorization.jwks.GuardedJwksFetcher;
import org.caregate.authorization.jwks.JwksSource;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.crypto.signing.SigningKeys;
import org.caregate.database.DatabaseAddress;
import org.caregate.edge.outbound.BoundedCall;
import org.caregate.identity.invitation.Invitations.Sensitive;
import org.caregate.identity.people.PersonAccount;
import org.caregate.protocol.ClientId;
import org.caregate.registry.client.Client;
import org.caregate.server.config.CaregateConfiguration;
import org.caregate.server.config.DatabaseSettings;
import org.caregate.server.config.RolesFile;
import org.caregate.server.node.AuditParts;
import org.caregate.server.node.CurrentRoles;
import org.caregate.server.node.NodeKeys;
import org.caregate.server.node.OpenDatabase;
import org.caregate.server.node.StartRefused;
import org.caregate.server.node.Stores;
import org.caregate.storage.Database;
import org.caregate.storage.DatabaseStart;
import org.jspecify.annotations.Nullable;

/** The deployment that a configuration describes, as far as it can be opened without changing anything. */
public final class Deployment implements AutoCloseable {
    private final CaregateConfiguration configuration;
    private final Clock clock;
    private final @Nullable Database database;
    private final DoctorResult opened;
    private @Nullable DatabaseFacts facts;
    private @Nullable Kept kept;

    private Deployment(
            CaregateConfiguration configuration, Clock clock, @Nullable Database database, DoctorResult opened) {
        this.configuration = configuration;
        this.clock = clock;
        this.database = database;
        this.opened = opened;
    }

    /** Opens it; the schema is looked at and never brought up to date. */
    public static Deployment open(CaregateConfiguration configuration, Clock clock) {
        Optional<DatabaseAddress> address;
        try {
            address = switch (configuration.database()) {
                case DatabaseSettings.External external -> Optional.of(OpenDatabase.address(external));
                case DatabaseSettings.Bundled bundled -> OpenDatabase.running(bundled);
            };
        } catch (IOException | java.io.UncheckedIOException e) {
            return new Deployment(
                    configuration,
                    clock,
                    null,
                    new DoctorResult.Failed(
                            "its password files cannot be read",
                            "Check the files named under database, and which user runs this command."));
        } catch (StartRefused carriesNone) {
            return new Deployment(
                    configuration,
                    clock,
                    null,
                    new DoctorResult.Failed(String.valueOf(carriesNone.getMessage()), "Follow the message."));
        }
        if (address.isEmpty()) {
            return new Deployment(
                    configuration,
                    clock,
                    null,
                    new DoctorResult.NotApplicable("the bundled server runs only while serve does"));
        }
        return switch (Database.open(address.get().withoutOwner())) {
            case DatabaseStart.Opened(Database found) ->
                new Deployment(
                        configuration, clock, found, new DoctorResult.Passed("reachable, and its schema is current"));
            case DatabaseStart.Refused(String line) ->
                new Deployment(configuration, clock, null, new DoctorResult.Failed(line, "Follow the message."));
        };
    }

    /** Everything that is looked at, in the order in which it is shown. */
    public List<DoctorCheck> checks() {
        List<DoctorCheck> checks = new ArrayList<>(FileChecks.of(configuration));
        checks.addAll(ListenerChecks.of(configuration, clock));
        checks.add(new DoctorCheck(
                "database-open", "database", "It is reachable, and its schema is current", () -> opened));
        checks.addAll(DatabaseChecks.of(configuration.database(), this::facts, clock));
        checks.addAll(RecordChecks.of(this::kept, clock));
        checks.addAll(LogChecks.of(
                configuration.audit(),
                () -> kept().audit.comparison().objection(),
                () -> kept().audit.strangeTables(),
                this::anchoringAge,
                () -> kept().audit.missingDataKeys()));
        checks.addAll(UpstreamChecks.of(configuration.resources(), clock));
        checks.addAll(TelemetryChecks.of(configuration.telemetry()));
        checks.addAll(MachineChecks.of());
        return List.copyOf(checks);
    }

    private synchronized DatabaseFacts facts() throws SQLException, NotOpenException {
        DatabaseFacts known = facts;
        if (known == null) {
            known = DatabaseFacts.of(opened().runtimeDataSource());
            facts = known;
        }
        return known;
    }

    private Database opened() throws NotOpenException {
        Database found = database;
        if (found == null) {
            throw new NotOpenException("the database is not open");
        }
        return found;
    }

    /** From the running server's own measures; empty when none runs. */
    private OptionalDouble anchoringAge() throws InterruptedException {
        if (configuration.management().speaksTls()) {
            return OptionalDouble.empty();
        }
        URI metrics = URI.create("http://" + configuration.management().address() + ":"
                + configuration.management().port() + "/metrics");
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            return BoundedCall.send(
                            http,
                            HttpRequest.newBuilder(metrics)
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("caregate_audit_anchoring_age_seconds "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                    .findFirst();
        } catch (IOException nothing) {
            return OptionalDouble.empty();
        }
    }

    private synchronized Kept kept() throws NotOpenException {
        Kept known = kept;
        if (known == null) {
            known = new Kept(opened());
            kept = known;
        }
        return known;
    }

    /** What is stored, read through the program's own ports. */
    private final class Kept implements RecordChecks.Records {
        private final Stores stores;
        private final AuditParts audit;
        private final SigningKeys keys;

        Kept(Database found) {
            KeyRing ring = NodeKeys.load(configuration.keyFile());
            CurrentRoles roles = new CurrentRoles(RolesFile.read(configuration.roles()));
            this.stores = Stores.on(found, roles::patientsOf);
            this.audit = new AuditParts(found, ring, configuration.issuer(), configuration.audit(), clock);
            this.keys = NodeKeys.signing(found, ring, clock);
        }

        @Override
        public List<PersonAccount> people() {
            return stores.accounts().all();
        }

        @Override
        public List<Client> clients() {
            return stores.clients().all();
        }

        @Override
        public List<Sensitive> sensitiveLinks(Instant since) {
            return stores.invitations().sensitiveSince(since);
        }

        @Override
        public List<SigningKeys.Described> keys() {
            return keys.described();
        }

        @Override
        public boolean hasSecondFactor(PersonAccount person) {
            return stores.codeGenerators()
                    .find(person.id())
                    .filter(code -> code.disabledAt() == null)
                    .isPresent();
        }

        @Override
        public boolean usedSince(ClientId client, Instant then) {
            AuditQuery ofClient =
                    AuditQuery.ALL.ofClient(client.value()).between(then, null).page(null, 1);
            return List.of(Action.TOKEN_ISSUED, Action.TOKEN_REFRESHED, Action.INTROSPECTION).stream()
                    .anyMatch(action ->
                            !audit.search().find(ofClient.ofAction(action)).isEmpty());
        }

        @Override
        public boolean fetchable(URI jwks) {
            try (GuardedJwksFetcher fetcher = new GuardedJwksFetcher(
                    new AddressGuard(new HashSet<>(configuration.tokens().jwksHosts())), SSLContext.getDefault())) {
                return fetcher.fetch(jwks) instanceof JwksSource.Fetched.Keys;
            } catch (IOException | NoSuchAlgorithmException e) {
                return false;
            }
        }
    }

    @Override
    public synchronized void close() {
        if (kept != null) {
            kept.audit.close();
        }
        if (database != null) {
            database.close();
        }
    }
}
