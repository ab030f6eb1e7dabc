package org.caregate.bundledpostgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundledPostgresTests {
    private final Path folder = TestCluster.newFolder();

    @AfterEach
    void nothingIsLeftRunning() {
        PostmasterFile.processesOf(folder.resolve("postgresql/cluster-18")).forEach(ProcessHandle::destroyForcibly);
        TestCluster.remove(folder);
    }

    @Test
    void programs_areOfTheVersionTheyAreFiledUnder() throws Exception {
        String said = new Command(List.of(
                        TestCluster.binaries()
                                .resolve("binaries-" + Binaries.VERSION + "/bin/postgres")
                                .toString(),
                        "--version"))
                .run()
                .output();

        assertThat(said).isEqualToIgnoringNewLines("postgres (PostgreSQL) " + Binaries.VERSION);
    }

    @Test
    void closedAndStartedAgain_keepsPortAndData() throws Exception {
        String url;
        try (BundledPostgres first = TestCluster.startIn(folder)) {
            url = first.address().url();
            Probe.write(first, "kept");
        }
        assertThat(folder.resolve("postgresql/cluster-18/postmaster.pid")).doesNotExist();
        try (BundledPostgres second = TestCluster.startIn(folder)) {
            assertThat(second.address().url()).isEqualTo(url);
            assertThat(Probe.read(second)).containsExactly("kept");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "fsync, on",
        "synchronous_commit, on",
        "full_page_writes, on",
        "data_checksums, on",
        "password_encryption, scram-sha-256",
        "listen_addresses, 127.0.0.1",
        "unix_socket_directories, ''",
        "allow_alter_system, off",
        "log_min_messages, log",
        "log_min_error_statement, panic"
    })
    void setting_isTheDurableAndQuietOne(String name, String value) throws Exception {
        try (var connection = SuperuserConnection.open(port(SHARED), SHARED_SUPERUSER)) {
            assertThat(connection.setting(name)).isEqualTo(value);
        }
    }

    @Test
    void localeProvider_isTheBuiltIn_soThatAnUpgradeOfTheSystemMovesNoIndex() throws Exception {
        try (Connection connection = Probe.connect(SHARED);
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT datlocprovider, datlocale FROM pg_database WHERE datname = 'caregate'")) {
            row.next();
            assertThat(row.getString(1)).isEqualTo("b");
            assertThat(row.getString(2)).isEqualTo("C.UTF-8");
        }
    }

    @Test
    void otherAddressOfThisMachine_isNotListenedOn() throws Exception {
        InetAddress other = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .findFirst()
                .orElse(InetAddress.getByName("127.0.0.2"));

        assertThatThrownBy(() -> {
                    try (Socket socket = new Socket()) {
                        socket.connect(new InetSocketAddress(other, port(SHARED)), 1000);
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "caregate_owner"})
    void connectionWithoutThePassword_isRefused(String user) {
        assertThatThrownBy(() -> DriverManager.getConnection(SHARED.address().url(), user, "guess"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void secondProgramOnTheSameFolder_isRefused() throws Exception {
        try (BundledPostgres first = TestCluster.startIn(folder)) {
            assertThat(refusal()).contains("another Caregate is using");
            assertThat(Probe.read(first)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "postgresql"})
    void folderThatOthersMayWrite_isRefused(String below) throws Exception {
        Path open = Files.createDirectories(folder.resolve(below));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(refusal()).contains("others may write to", "chmod go-w " + open);
    }

    @Test
    void linkInPlaceOfTheFolder_isRefused() throws Exception {
        Files.createSymbolicLink(folder.resolve("postgresql"), TestCluster.newFolder());

        assertThat(refusal()).contains("is not a folder");
    }

    @Test
    void clusterOfAnotherMajorVersion_isRefused_andLeftAlone() throws Exception {
        Path older = Files.createDirectories(folder.resolve("postgresql/cluster-17"));

        assertThat(refusal()).contains("cluster-17", "another PostgreSQL than 18");
        assertThat(older).exists();
    }

    @Test
    void startThatWasCutOffHalfway_beginsAnew() throws Exception {
        Files.createDirectories(folder.resolve("postgresql/cluster-unfinished-1/data/base"));

        try (BundledPostgres started = TestCluster.startIn(folder)) {
            assertThat(Probe.read(started)).isEmpty();
        }
        assertThat(folder.resolve("postgresql/cluster-unfinished-1")).doesNotExist();
    }

    @Test
    void takenPort_isExchanged() throws Exception {
        int before;
        try (BundledPostgres first = TestCluster.startIn(folder)) {
            before = port(first);
        }
        try (var squatter = new java.net.ServerSocket(before, 1, InetAddress.getLoopbackAddress());
                BundledPostgres second = TestCluster.startIn(folder)) {
            assertThat(squatter.isBound()).isTrue();
            assertThat(port(second)).isNotEqualTo(before);
        }
    }

    @Test
    void passwordFiles_areForOurEyesOnly() throws Exception {
        try (BundledPostgres started = TestCluster.startIn(folder);
                var files = Files.list(folder.resolve("postgresql"))) {
            assertThat(started.address().toString())
                    .doesNotContain(
                            java.util.Objects.requireNonNull(started.address().owner())
                                    .password());
            assertThat(files.filter(file -> file.toString().endsWith(".password"))
                            .toList())
                    .hasSize(4)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void serverStartedByRoot_isNotRoot() throws Exception {
        Path process = Path.of("/proc", Long.toString(SHARED.processId()));

        assertThat(Files.readString(process.resolve("status")))
                .as("no capability that counts outside, and the files belong to the process's user")
                .satisfiesAnyOf(
                        status -> assertThat(status).containsPattern("CapEff:\\s+0000000000000000"),
                        status -> assertThat(Files.readSymbolicLink(process.resolve("ns/user")))
                                .isNotEqualTo(Files.readSymbolicLink(Path.of("/proc/self/ns/user"))));
    }

    private static final Path SHARED_FOLDER = TestCluster.newFolder();
    private static final BundledPostgres SHARED = shared();
    private static final org.caregate.database.DatabaseLogin SHARED_SUPERUSER =
            new org.caregate.database.DatabaseLogin("postgres", TestCluster.superuserPassword(SHARED_FOLDER));

    private static BundledPostgres shared() {
        BundledPostgres postgres = TestCluster.startIn(SHARED_FOLDER);
        Runtime.getRuntime().addShutdownHook(new Thread(postgres::close));
        return postgres;
    }

    private String refusal() {
        return switch (TestCluster.start(folder)) {
            case BundledStart.Refused refused -> refused.line();
            case BundledStart.Started started -> {
                started.postgres().close();
                throw new AssertionError("it was started");
            }
        };
    }

    private static int port(BundledPostgres postgres) {
        return Integer.parseInt(postgres.address().url().replaceAll(".*:([0-9]+)/.*", "$1"));
    }
}
