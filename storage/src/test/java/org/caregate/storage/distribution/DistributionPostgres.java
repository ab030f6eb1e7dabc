package org.caregate.storage.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.caregate.storage.DatabaseAddress;
import org.caregate.storage.DatabaseLogin;
import org.caregate.storage.DatabaseScript;
import org.caregate.storage.DatabaseTransport;
import org.junit.jupiter.api.Assumptions;

/**
 * A cluster of the PostgreSQL that the distribution installs, in a throw-away folder, under a user that is not root: TLS only, SCRAM
 * only, its certificate for {@code localhost}. Nothing of the system's own service is touched.
 */
public final class DistributionPostgres {
    public static final DatabaseLogin OWNER = new DatabaseLogin("caregate_owner", "owner's 'secret'");
    public static final DatabaseLogin RUNTIME = new DatabaseLogin("caregate", "runtime secret");
    public static final DatabaseLogin READER = new DatabaseLogin("caregate_reader", "reader secret");

    private static final String SUPERUSER_PASSWORD = "superuser secret";
    private static final String SYSTEM_USER = "postgres"; // made by the package

    private final Path programs;
    private final Path folder;
    private final int port;

    private DistributionPostgres(Path programs, Path folder, int port) {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
    }

    /** The programs of the newest installed version; with {@code CI=true} there has to be one, otherwise the tests are left out. */
    public static Path programsOrSkip() {
        Optional<Path> found = programs();
        if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("the distribution's PostgreSQL is not installed: apt-get install postgresql");
        }
        Assumptions.assumeTrue(found.isPresent(), "the distribution's PostgreSQL is not installed");
        return found.orElseThrow();
    }

    private static Optional<Path> programs() {
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
    public static DistributionPostgres start() {
        Path programs = programsOrSkip();
        try {
            Path folder = Files.createTempDirectory("caregate-distribution-");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            int port;
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            DistributionPostgres postgres = new DistributionPostgres(programs, folder, port);
            Runtime.getRuntime().addShutdownHook(new Thread(postgres::remove));
            postgres.create();
            postgres.up();
            return postgres;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void create() throws IOException {
        authority("ca");
        authority("other-ca");
        certificate();
        Path cluster = folder.resolve("cluster");
        Files.createDirectory(
                cluster, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path password = folder.resolve("superuser.password");
        Files.writeString(password, SUPERUSER_PASSWORD);
        for (String owned : List.of("cluster", "superuser.password", "server.key")) {
            own(folder.resolve(owned));
        }
        asServer(
                "initdb",
                "-D",
                cluster.toString(),
                "-U",
                "postgres",
                "--pwfile=" + password,
                "-A",
                "scram-sha-256",
                "-E",
                "UTF8",
                "--no-locale",
                "--no-sync");
        write(cluster.resolve("pg_hba.conf"), "hostssl all all 127.0.0.1/32 scram-sha-256\n");
    }

    /** Starts it again with more settings, such as {@code fsync=off}. */
    public void restartWith(String... settings) {
        down();
        up(settings);
    }

    private void up(String... settings) {
        List<String> options = new ArrayList<>(List.of(
                "listen_addresses=127.0.0.1",
                "port=" + port,
                "unix_socket_directories=",
                "ssl=on",
                "ssl_cert_file=" + folder.resolve("server.pem"),
                "ssl_key_file=" + folder.resolve("server.key"),
                "shared_buffers=32MB",
                "max_connections=200"));
        options.addAll(List.of(settings));
        asServer(
                "pg_ctl",
                "-D",
                folder.resolve("cluster").toString(),
                "-w",
                "-t",
                "120",
                "-l",
                folder.resolve("cluster/log").toString(),
                "-o",
                options.stream().map(option -> "-c " + option).reduce("", (a, b) -> a + " " + b),
                "start");
    }

    private void down() {
        asServer("pg_ctl", "-D", folder.resolve("cluster").toString(), "-w", "-m", "fast", "stop");
    }

    /** Makes a database of that name by the script an administrator is given, run by {@code psql}. */
    public DatabaseAddress prepared(String database) {
        asSuperuser(
                "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)",
                "DROP ROLE IF EXISTS caregate_owner",
                "DROP ROLE IF EXISTS caregate",
                "DROP ROLE IF EXISTS caregate_reader");
        try {
            Path script = folder.resolve("script.sql");
            Files.writeString(script, DatabaseScript.of(database, OWNER, RUNTIME, READER));
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
            run(psql);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return address("localhost", database, authorityFile());
    }

    /** An address as somebody might configure it. */
    public DatabaseAddress address(String host, String database, Path authority) {
        return new DatabaseAddress(
                "jdbc:postgresql://" + host + ":" + port + "/" + database,
                new DatabaseTransport.Verified(authority),
                OWNER,
                RUNTIME,
                READER);
    }

    /** The authority that signed the server's certificate. */
    public Path authorityFile() {
        return folder.resolve("ca.pem");
    }

    /** An authority that did not. */
    public Path otherAuthorityFile() {
        return folder.resolve("other-ca.pem");
    }

    /** Runs statements as the superuser in that database. */
    public void asSuperuserIn(String database, String... statements) {
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("password", SUPERUSER_PASSWORD);
        properties.setProperty("sslmode", "verify-full");
        properties.setProperty("sslrootcert", authorityFile().toString());
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://localhost:" + port + "/" + database, properties);
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    /** Runs statements as the superuser. */
    public void asSuperuser(String... statements) {
        asSuperuserIn("postgres", statements);
    }

    private void authority(String name) {
        openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=Test " + name,
                "-keyout",
                folder.resolve(name + ".key").toString(),
                "-out",
                folder.resolve(name + ".pem").toString());
    }

    private void certificate() throws IOException {
        openssl(
                "req",
                "-new",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-subj",
                "/CN=localhost",
                "-keyout",
                folder.resolve("server.key").toString(),
                "-out",
                folder.resolve("server.csr").toString());
        Path names = folder.resolve("names.cnf");
        Files.writeString(names, "subjectAltName=DNS:localhost\n");
        openssl(
                "x509",
                "-req",
                "-days",
                "2",
                "-in",
                folder.resolve("server.csr").toString(),
                "-CA",
                authorityFile().toString(),
                "-CAkey",
                folder.resolve("ca.key").toString(),
                "-CAcreateserial",
                "-extfile",
                names.toString(),
                "-out",
                folder.resolve("server.pem").toString());
    }

    private void openssl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        run(new ProcessBuilder(command));
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
        run(new ProcessBuilder(command).directory(folder.toFile()));
    }

    private void own(Path path) throws IOException {
        if (isRoot()) {
            Files.setOwner(
                    path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(SYSTEM_USER));
        }
    }

    private void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        own(file);
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private void run(ProcessBuilder builder) {
        try {
            Path output = Files.createTempFile(folder, "output", ".txt"); // a file: the server would keep a pipe open
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(Redirect.to(output.toFile()))
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            if (!process.waitFor(3, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(builder.command().getFirst() + ": " + Files.readString(output));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void remove() {
        try {
            down();
        } catch (AssertionError neverCameUp) {
            // nothing runs
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}
