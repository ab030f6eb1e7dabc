package org.caregate.commandline.doctor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.caregate.commandline.doctor.DoctorResult.Failed;
import org.caregate.commandline.doctor.DoctorResult.NotApplicable;
import org.caregate.commandline.doctor.DoctorResult.Passed;
import org.caregate.commandline.doctor.DoctorResult.Warning;
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
    static List<DoctorCheck> of(DatabaseSettings settings, Callable<DatabaseFacts> facts, Clock clock) {
        boolean leaves = settings instanceof DatabaseSettings.External external && !external.isOnLoopback();
        return List.of(
                check(
                        "database-encrypted",
                        "The connection is encrypted and the server verified",
                        facts,
                        found -> encrypted(found, leaves)),
                check(
                        "log-append-only",
                        "The program's database role cannot change the audit log",
                        facts,
                        DatabaseChecks::appendOnly),
                check("database-standbys", "Standbys hold every acknowledged entry", facts, DatabaseChecks::standbys),
                check("database-connections", "Connections are available", facts, DatabaseChecks::connections),
                check(
                        "database-clock",
                        "Its clock agrees with this machine's",
                        facts,
                        found -> clocks(found.now(), clock.instant())),
                check("log-sequenced", "Entries are sequenced and signed in time", facts, DatabaseChecks::sequenced));
    }

    private static DoctorCheck check(
            String id, String title, Callable<DatabaseFacts> facts, Function<DatabaseFacts, DoctorResult> judge) {
        return new DoctorCheck(id, GROUP, title, () -> judge.apply(facts.call()));
    }

    static DoctorResult encrypted(DatabaseFacts facts, boolean leavesTheMachine) {
        if (facts.encrypted()) {
            return new Passed("TLS");
        }
        return leavesTheMachine
                ? new Failed(
                        "this connection is not encrypted",
                        "Turn on ssl at the server. Caregate connects with verify-full.")
                : new NotApplicable("the connection does not leave this machine");
    }

    static DoctorResult appendOnly(DatabaseFacts facts) {
        if (facts.logChangeable()) {
            return new Failed(
                    "it can update, delete or truncate entries",
                    "As the owner, revoke UPDATE, DELETE and TRUNCATE on caregate.audit_entry from that role.");
        }
        return facts.logReadable()
                ? new Passed("it can insert and select only")
                : new Failed("it cannot insert or select", "Run caregate database migrate, which grants both.");
    }

    static DoctorResult standbys(DatabaseFacts facts) {
        if (facts.standbys() == 0) {
            return new NotApplicable("none is attached, or this role cannot see them");
        }
        return facts.behind() > 0
                ? new Failed(
                        facts.behind() + " of " + facts.standbys() + " are asynchronous",
                        "Add one to synchronous_standby_names. A failover to an asynchronous standby loses acknowledged entries.")
                : new Passed(facts.standbys() + " synchronous");
    }

    static DoctorResult connections(DatabaseFacts facts) {
        return facts.connections() > facts.mostConnections() * 0.8
                ? new Warning(
                        facts.connections() + " of " + facts.mostConnections() + " are in use",
                        "Raise max_connections, or find out which clients hold connections.")
                : new Passed(facts.connections() + " of " + facts.mostConnections());
    }

    static DoctorResult clocks(Instant theirs, Instant ours) {
        Duration drift = Duration.between(theirs, ours).abs();
        return drift.compareTo(DRIFT) > 0
                ? new Failed(
                        "they differ by " + drift.toSeconds() + " s",
                        "Synchronize both with NTP. Tokens and codes depend on the clock.")
                : new Passed("within " + Math.max(1, drift.toMillis()) + " ms");
    }

    static DoctorResult sequenced(DatabaseFacts facts) {
        return facts.waitingSeconds() > SEQUENCED_SECONDS
                ? new Failed(
                        "the oldest has waited " + Math.round(facts.waitingSeconds()) + " s",
                        "Check that a node is running, and what its log reports about the audit log.")
                : new Passed("no entry has waited long");
    }
}
