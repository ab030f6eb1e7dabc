package org.caregate.testing.postgresql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A cluster of the PostgreSQL that the distribution installs, in a throw-away folder, under a user that is not root: TLS only, SCRAM
 * only, its certificate for {@code localhost}. Nothing of the system's own service is touched.
 */
public final class PostgresCluster {
    /** The superuser {@code postgres}'s password. */
    public static final String SUPERUSER_PASSWORD = "superuser secret";

    private static final String SYSTEM_USER = "postgres"; // made by the package

    private final Path programs;
    private final Path folder;
    private final Path data;
    private final int port;
    private final List<String> settings;
    private final List<PostgresCluster> standbys = new ArrayList<>();

    private PostgresCluster(Path programs, Path folder, Path data, List<String> settings) {
        this.programs = programs;
        this.folder = folder;
        this.data = data;
        this.port = freePort();
        this.settings = settings;
    }

    /** The programs of the newest installed version. */
    public static Optional<Path> programs() {
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.list(versions)) {
            return all.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts one, which ends with this JVM. */
    public static PostgresCluster start(String... settings) {
        return start(List.of("127.0.0.1"), List.of("127.0.0.1/32"), List.of("DNS:localhost"), settings);
    }

    /**
     * Starts one that is reachable from elsewhere, which ends with this JVM.
     *
     * @param addresses where it listens
     * @param networks who may connect, in CIDR notation
     * @param names its certificate's subject alternative names as {@code openssl} writes them
     */
    public static PostgresCluster start(
            List<String> addresses, List<String> networks, List<String> names, String... settings) {
        Path programs = programs()
                .orElseThrow(() ->
                        new AssertionError("the distribution's PostgreSQL is missing: apt-get install postgresql"));
        try {
            Path folder = Files.createTempDirectory("caregate-distribution-");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            List<String> all = new ArrayList<>(List.of(
                    "listen_addresses=" + String.join(",", addresses),
                    "unix_socket_directories=",
                    "ssl=on",
                    "ssl_cert_file=" + folder.resolve("server.pem"),
                    "ssl_key_file=" + folder.resolve("server.key"),
                    "shared_buffers=32MB",
                    "max_connections=200"));
            all.addAll(List.of(settings));
            PostgresCluster cluster = new PostgresCluster(programs, folder, folder.resolve("cluster"), all);
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::remove));
            cluster.create(networks, names);
            cluster.up();
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void create(List<String> networks, List<String> names) throws IOException {
        new ServerAuthority(folder, "ca").sign("server", names.toArray(String[]::new));
        Path password = folder.resolve("superuser.password");
        Files.writeString(password, SUPERUSER_PASSWORD);
        makeDataFolder();
        own(password);
        own(folder.resolve("server.key"));
        asServer(
                "initdb",
                "-D",
                data.toString(),
                "-U",
                "postgres",
                "--pwfile=" + password,
                "-A",
                "scram-sha-256",
                "-E",
                "UTF8",
                "--no-locale",
                "--no-sync");
        StringBuilder access = new StringBuilder("hostssl replication all 127.0.0.1/32 scram-sha-256\n");
        networks.forEach(
                network -> access.append("hostssl all all ").append(network).append(" scram-sha-256\n"));
        Path file = data.resolve("pg_hba.conf");
        Files.writeString(file, access);
        own(file);
    }

    /** Copies it into a standby that follows it as {@code standby} and ends with this JVM. */
    public PostgresCluster standby() {
        PostgresCluster standby = new PostgresCluster(programs, folder, folder.resolve("standby"), settings);
        standbys.add(standby);
        standby.makeDataFolder();
        asServer(
                "pg_basebackup",
                "-D",
                standby.data.toString(),
                "-R", // writes standby.signal and primary_conninfo
                "-X",
                "stream",
                "-c",
                "fast",
                "-d",
                "host=localhost port=" + port + " user=postgres password='" + SUPERUSER_PASSWORD
                        + "' application_name=standby sslmode=verify-full sslrootcert=" + authorityFile());
        standby.up();
        return standby;
    }

    /** Makes it a primary. */
    public void promote() {
        asServer("pg_ctl", "-D", data.toString(), "-w", "promote");
    }

    /** Starts it again with more settings, such as {@code fsync=off}. */
    public void restartWith(String... more) {
        down();
        up(more);
    }

    /** Starts it. */
    public void up(String... more) {
        List<String> options = new ArrayList<>(settings);
        options.add("port=" + port);
        options.addAll(List.of(more));
        asServer(
                "pg_ctl",
                "-D",
                data.toString(),
                "-w",
                "-t",
                "120",
                "-l",
                data.resolve("log").toString(),
                "-o",
                options.stream().map(option -> "-c '" + option + "'").reduce("", (a, b) -> a + " " + b),
                "start");
    }

    /** Stops it in order. */
    public void down() {
        asServer("pg_ctl", "-D", data.toString(), "-w", "-m", "fast", "stop");
    }

    /** {@code kill -9} of its postmaster, which takes the others with it. */
    public void kill() {
        try {
            String postmaster =
                    Files.readAllLines(data.resolve("postmaster.pid")).getFirst();
            ProcessHandle.of(Long.parseLong(postmaster)).orElseThrow().destroyForcibly();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a script as the superuser, until the first error. */
    public void script(String statements) {
        try {
            Path script = folder.resolve("script.sql");
            Files.writeString(script, statements);
            ProcessBuilder psql = new ProcessBuilder(
                    programs.resolve("psql").toString(),
                    "-X",
                    "-q",
                    "-v",
                    "ON_ERROR_STOP=1",
                    "-f",
                    script.toString(),
                    "host=localhost port=" + port + " user=postgres dbname=postgres sslmode=verify-full sslrootcert="
                            + authorityFile());
            psql.environment().put("PGPASSWORD", SUPERUSER_PASSWORD);
            Programs.run(folder, psql);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port it listens at. */
    public int port() {
        return port;
    }

    /** A folder for certificates and the like, which ends with the cluster. */
    public Path folder() {
        return folder;
    }

    /** The authority that signed the server's certificate. */
    public Path authorityFile() {
        return folder.resolve("ca.pem");
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void asServer(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of(
                    "setpriv",
                    "--reuid=" + SYSTEM_USER,
                    "--regid=" + SYSTEM_USER,
                    "--clear-groups",
                    "--inh-caps=-all"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("HOME", folder.toString()); // libpq looks for certificates there
        Programs.run(folder, builder);
    }

    private void makeDataFolder() {
        try {
            Files.createDirectory(
                    data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            own(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void own(Path path) throws IOException {
        if (isRoot()) {
            Files.setOwner(
                    path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(SYSTEM_USER));
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private void downQuietly() {
        try {
            down();
        } catch (AssertionError neverCameUp) {
            return; // nothing runs
        }
    }

    private void remove() {
        downQuietly();
        standbys.forEach(PostgresCluster::downQuietly);
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException left) {
            System.err.println("could not remove " + folder);
        }
    }
}
