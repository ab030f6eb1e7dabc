package org.caregate.bundledpostgresql;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.caregate.database.DatabaseAddress;

/** A PostgreSQL as somebody else might run it: our cluster, started by hand with other settings. */
public final class UnsafeServer implements AutoCloseable {
    private final Postmaster postmaster;
    private final DatabaseAddress address;
    private final Path folder;

    private UnsafeServer(Postmaster postmaster, DatabaseAddress address, Path folder) {
        this.postmaster = postmaster;
        this.address = address;
        this.folder = folder;
    }

    public static UnsafeServer startedWith(String setting) throws Exception {
        Path folder = TestCluster.newFolder();
        DatabaseAddress address;
        try (BundledPostgres safe = TestCluster.startIn(folder)) {
            address = safe.address();
        }
        Path cluster = folder.resolve("postgresql/cluster-" + Binaries.MAJOR);
        Binaries binaries = Binaries.unpackedIn(TestCluster.binaries());
        Process process = Command.of(
                        RunAs.choose(cluster, binaries),
                        binaries.postgres().toString(),
                        "-D",
                        cluster.toString(),
                        "-c",
                        setting)
                .start(folder.resolve("log"));
        for (int i = 0; i < 3000; i++) {
            PostmasterFile file = PostmasterFile.read(cluster);
            if (file != null && file.ready()) {
                return new UnsafeServer(new Postmaster(process.toHandle(), file.port()), address, folder);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new AssertionError("it did not start");
    }

    public DatabaseAddress address() {
        return address;
    }

    @Override
    public void close() throws IOException {
        postmaster.stop();
        TestCluster.remove(folder);
    }
}
