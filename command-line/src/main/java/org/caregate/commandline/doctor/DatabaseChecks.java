package org.caregate.commandline.doctor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.caregate.commandline.doctor.Finding.NotApplicable;
import org.caregate.commandline.doctor.Finding.Warning;
import org.caregate.commandline.doctor.Finding.Well;
import org.caregate.commandline.doctor.Finding.Wrong;
import org.caregate.server.config.DatabaseSettings;

/**
 * The database: reached safely, and under a role that cannot change the log. Its version, its durability and the roles' powers are what
 * opening it refuses; the check of that tells the line.
 */
final class DatabaseChecks {
    private static final String GROUP = "database";
    private static final Duration DRIFT = Duration.ofSeconds(2);
    private static final double SEQUENCED_SECONDS = 10;

    private DatabaseChecks() {}

    /**
     * The checks.
     *
     * @param facts looked up once; throws when the database is not reached
     */
    static List<Check> of(DatabaseSettings settings, Callable<DatabaseFacts> facts, Clock clock) {
        boolean leaves = settings instanceof DatabaseSettings.External external && !external.isOnLoopback();
        return List.of(
                check(
                        "database-encrypted",
                        "The way there is encrypted and verified",
                        facts,
                        found -> encrypted(found, leaves)),
                check("log-append-only", "The program's role cannot change the log", facts, DatabaseChecks::appendOnly),
                check("database-standbys", "Standbys have what was acknowledged", facts, DatabaseChecks::standbys),
                check("database-connections", "Connections are left", facts, DatabaseChecks::connections),
                check(
                        "database-clock",
                        "Its clock and ours agree",
                        facts,
                        found -> clocks(found.now(), clock.instant())),
                check("log-sequenced", "Entries find their place in the log", facts, DatabaseChecks::sequenced));
    }

    private static Check check(
            String id, String title, Callable<DatabaseFacts> facts, Function<DatabaseFacts, Finding> judge) {
        return new Check(id, GROUP, title, () -> judge.apply(facts.call()));
    }

    static Finding encrypted(DatabaseFacts facts, boolean leavesTheMachine) {
        if (facts.encrypted()) {
            return new Well("TLS");
        }
        return leavesTheMachine
                ? new Wrong(
                        "this connection is in clear", "Switch ssl on at the server; the program asks for verify-full.")
                : new NotApplicable("it does not leave this machine");
    }

    static Finding appendOnly(DatabaseFacts facts) {
        if (facts.logChangeable()) {
            return new Wrong(
                    "it may update, delete or truncate entries",
                    "REVOKE UPDATE, DELETE, TRUNCATE ON caregate.audit_entry FROM it.");
        }
        return facts.logReadable()
                ? new Well("insert and select alone")
                : new Wrong("it may not even insert and select", "Run database migrate, which grants it that.");
    }

    static Finding standbys(DatabaseFacts facts) {
        if (facts.standbys() == 0) {
            return new NotApplicable("none is attached, or this role may not see them");
        }
        return facts.behind() > 0
                ? new Wrong(
                        facts.behind() + " of " + facts.standbys() + " are asynchronous",
                        "Name one in synchronous_standby_names: a fail-over to the others loses acknowledged entries.")
                : new Well(facts.standbys() + " synchronous");
    }

    static Finding connections(DatabaseFacts facts) {
        return facts.connections() > facts.mostConnections() * 0.8
                ? new Warning(
                        facts.connections() + " of " + facts.mostConnections() + " are in use",
                        "Raise max_connections, or find out who holds them.")
                : new Well(facts.connections() + " of " + facts.mostConnections());
    }

    static Finding clocks(Instant theirs, Instant ours) {
        Duration drift = Duration.between(theirs, ours).abs();
        return drift.compareTo(DRIFT) > 0
                ? new Wrong(
                        "they differ by " + drift.toSeconds() + " s",
                        "Let NTP set both: tokens and codes live by the clock.")
                : new Well("within " + Math.max(1, drift.toMillis()) + " ms");
    }

    static Finding sequenced(DatabaseFacts facts) {
        return facts.waitingSeconds() > SEQUENCED_SECONDS
                ? new Wrong(
                        "the oldest has waited " + Math.round(facts.waitingSeconds()) + " s",
                        "See that a node runs, and what its log says of the audit log.")
                : new Well("none waits long");
    }
}
