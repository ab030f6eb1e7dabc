package org.caregate.bundledpostgresql;

import java.nio.file.Files;
import java.nio.file.Path;

/** Starts the bundled PostgreSQL, writes a word, says so, and waits to be killed. */
final class ProgramToKill {
    private ProgramToKill() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        BundledPostgres postgres = TestCluster.startIn(folder);
        Probe.write(postgres, "written by the program");
        if (arguments.length > 1) {
            forgetFingerprint(folder, postgres);
        }
        System.out.println(
                "RUNNING " + postgres.processId() + " " + postgres.address().url());
        Thread.sleep(600_000);
    }

    // What a later version of the program finds: a server of ours, started with other settings.
    private static void forgetFingerprint(Path folder, BundledPostgres postgres) throws Exception {
        Path settings = folder.resolve("postgresql/cluster-18/postgresql.conf");
        Files.writeString(
                settings,
                Files.readString(settings).replaceAll("caregate.settings = .*", "caregate.settings = 'older'"));
        TestCluster.asSuperuser(folder, postgres.address(), "SELECT pg_reload_conf()");
    }
}
