package org.caregate.commandline;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.caregate.administration.audit.DestroyDataKeys;
import org.caregate.administration.operation.Operator;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntryBuilder;
import org.caregate.audit.entry.Outcome;
import org.caregate.commandline.api.CallOptions;
import org.caregate.commandline.exit.CommandRefused;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.server.config.CaregateConfiguration;
import org.caregate.server.config.ConfigurationFile;
import org.caregate.server.config.RolesFile;
import org.caregate.server.node.AdministrationParts;
import org.caregate.server.node.AuditParts;
import org.caregate.server.node.CurrentRoles;
import org.caregate.server.node.NodeKeys;
import org.caregate.server.node.OpenDatabase;
import org.caregate.server.node.Stores;
import org.caregate.storage.audit.PostgresDataKeyDestruction;

/** The use cases on the database that the configuration names, for one command. */
final class Administration implements AutoCloseable {
    private final CaregateConfiguration configuration;
    private final OpenDatabase database;
    private final AuditParts audit;
    private final Stores stores;
    private final KeyRing ring;
    private final CurrentRoles roles;
    private final Clock clock = Clock.systemUTC();
    private final Operator operator = Operator.atCommandLine(System.getProperty("user.name", "unknown"));

    private Administration(CaregateConfiguration configuration, OpenDatabase database, KeyRing ring) {
        this.configuration = configuration;
        this.database = database;
        this.ring = ring;
        this.roles = new CurrentRoles(RolesFile.read(configuration.roles()));
        this.stores = Stores.on(database.database(), roles::patientsOf);
        this.audit = new AuditParts(database.database(), ring, configuration.issuer(), configuration.audit(), clock);
        audit.lookAtTables();
    }

    static Administration open(Path file) {
        if (!Files.exists(file)) {
            throw CommandRefused.unusable(
                    "There is no " + file + ": start the demo once, or name a configuration with --config.");
        }
        CaregateConfiguration configuration = ConfigurationFile.read(file);
        KeyRing ring = NodeKeys.load(configuration.keyFile());
        return new Administration(configuration, OpenDatabase.forCommand(configuration.database()), ring);
    }

    AuditParts audit() {
        return audit;
    }

    Stores stores() {
        return stores;
    }

    Operator operator() {
        return operator;
    }

    URI issuer() {
        return configuration.issuer();
    }

    /** Starts the entry of what the operator did. */
    AuditEntryBuilder entry(Action action) {
        return operator.entry(clock, action, Outcome.PERMITTED);
    }

    /** Destroys data keys by the owner's role, which the configuration has to name. */
    DestroyDataKeys destroyingDataKeys() {
        if (!database.database().hasOwner()) {
            throw CommandRefused.unusable(
                    "database.owner is missing: data keys are destroyed by the database's owner, so name it here.");
        }
        return audit.destroyingDataKeys(
                configuration.audit().retention(),
                new PostgresDataKeyDestruction(database.database().ownerDataSource()));
    }

    /** The operations of the API, here. */
    CallOptions.Local local() {
        return new CallOptions.Local(
                AdministrationParts.local(
                        configuration,
                        new AdministrationParts.Standing(
                                stores, ring, roles, audit, NodeKeys.signing(database.database(), ring, clock)),
                        clock),
                operator,
                this::close);
    }

    @Override
    public void close() {
        audit.close();
        database.close();
    }
}
