package org.caregate.commandline.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.caregate.commandline.doctor.DoctorResult.Failed;
import org.caregate.commandline.doctor.DoctorResult.Passed;
import org.caregate.commandline.doctor.DoctorResult.Warning;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.scope.Scopes;
import org.caregate.server.config.CaregateConfiguration;
import org.caregate.server.config.DatabaseSettings;
import org.caregate.server.config.ListenerSettings;
import org.caregate.server.config.OldestTls;
import org.caregate.server.config.ResourceSettings;
import org.caregate.server.config.RolesFile;
import org.caregate.server.config.TelemetrySettings;
import org.caregate.server.node.StartRules;

/** The configuration and the files it names. */
final class FileChecks {
    private static final String GROUP = "configuration";
    private static final Duration LONG_ACCESS = Duration.ofMinutes(15);
    private static final Duration LONG_IDLE = Duration.ofMinutes(15);
    private static final Duration LONG_SESSION = Duration.ofHours(12);
    private static final long LITTLE_SPACE = 2L << 30;

    private FileChecks() {}

    static List<DoctorCheck> of(CaregateConfiguration configuration) {
        return List.of(
                check(
                        "configuration-writable",
                        "Only its owner can change the configuration",
                        () -> unchanged(List.of(configuration.file(), configuration.roles()))),
                check(
                        "secrets-private",
                        "Only their owner can read keys and passwords",
                        () -> secret(secrets(configuration))),
                check("key-file-apart", "The key file is not in the database's folder", () -> apart(configuration)),
                check(
                        "startable",
                        "The program can start with these settings",
                        () -> startable(StartRules.refusals(configuration, Instant.now()))),
                check(
                        "roles",
                        "Administrators have rights, and roles allow no more than needed",
                        () -> roles(RolesFile.read(configuration.roles()).definitions())),
                check(
                        "access-lifetime",
                        "Access tokens are short",
                        () -> accessLifetime(configuration.tokens().accessLifetime())),
                check(
                        "sessions",
                        "Idle sign-ins end",
                        () -> sessions(
                                configuration.sessions().workforceIdle(),
                                configuration.sessions().workforceTotal())),
                check(
                        "oldest-tls",
                        "Only TLS 1.3 is accepted",
                        () -> oldestTls(List.of(configuration.authorization(), configuration.gateway()))),
                check(
                        "anchor-writable",
                        "The anchor folder is writable",
                        () -> writable(configuration.audit().anchor())),
                check(
                        "anchor-elsewhere",
                        "The anchor is on a different disk from the database and the keys",
                        () -> elsewhere(configuration)),
                check(
                        "disk-space",
                        "The disks have free space",
                        () -> space(List.of(
                                configuration.folder(), configuration.audit().anchor()))));
    }

    private static DoctorCheck check(String id, String title, Callable<DoctorResult> look) {
        return new DoctorCheck(id, GROUP, title, look);
    }

    private static List<Path> secrets(CaregateConfiguration configuration) {
        List<Path> files = new ArrayList<>(List.of(
                configuration.keyFile(),
                configuration.authorization().key(),
                configuration.gateway().key()));
        if (configuration.database() instanceof DatabaseSettings.External external) {
            DatabaseSettings.Account owner = external.owner();
            if (owner != null) {
                files.add(owner.passwordFile());
            }
            files.add(external.runtime().passwordFile());
            files.add(external.reader().passwordFile());
        }
        for (ResourceSettings resource : configuration.resources()) {
            Path bearer = resource.bearerFile();
            if (bearer != null) {
                files.add(bearer);
            }
        }
        TelemetrySettings telemetry = configuration.telemetry();
        Path collector = telemetry == null ? null : telemetry.bearerFile();
        if (collector != null) {
            files.add(collector);
        }
        return files.stream().distinct().toList();
    }

    static DoctorResult unchanged(List<Path> files) throws IOException {
        for (Path file : files) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                    || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
                return new Failed(file + " can be changed by other users", "Run chmod go-w " + file + ".");
            }
        }
        return new Passed(files.size() + " files");
    }

    static DoctorResult secret(List<Path> files) throws IOException {
        for (Path file : files) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.stream().anyMatch(one -> one.name().startsWith("OTHERS"))) {
                return new Failed(file + " can be read by every user", "Run chmod 600 " + file + ".");
            }
            if (permissions.stream().anyMatch(one -> one.name().startsWith("GROUP"))) {
                return new Warning(
                        file + " can be read by its group",
                        "Run chmod 600 " + file + ", unless the group belongs to Caregate alone.");
            }
        }
        return new Passed(files.size() + " files");
    }

    private static DoctorResult apart(CaregateConfiguration configuration) {
        return configuration.database() instanceof DatabaseSettings.Bundled(Path folder)
                ? apart(configuration.keyFile(), folder.resolve("postgresql"))
                : new Passed("the database is not in this folder");
    }

    static DoctorResult apart(Path keyFile, Path database) {
        return keyFile.toAbsolutePath()
                        .normalize()
                        .startsWith(database.toAbsolutePath().normalize())
                ? new Failed(
                        "a copy of " + database + " contains the keys too",
                        "Move the key file to another folder and set keys.file.")
                : new Passed("" + keyFile);
    }

    static DoctorResult startable(List<String> refusals) {
        return refusals.isEmpty()
                ? new Passed("no setting prevents it")
                : new Failed(String.join("; ", refusals), "serve refuses to start. Change each setting named here.");
    }

    static DoctorResult roles(RoleDefinitions definitions) {
        Scopes administrator = definitions.ceiling(List.of(RoleDefinitions.ADMINISTRATOR));
        if (administrator.administrative().findAny().isEmpty()) {
            return new Warning(
                    "the role administrator has no scope of the administration API",
                    "Give the role administrator the admin/… scopes that its holders need.");
        }
        boolean wide = definitions
                .ceiling(List.of(RoleDefinitions.PATIENT))
                .clinical()
                .anyMatch(scope ->
                        scope.text().startsWith("patient/*") && scope.text().matches(".*\\.[^?]*[cud].*"));
        return wide
                ? new Warning("patients may write every type of resource", "List the types in the role patient.")
                : new Passed("policy " + definitions.version());
    }

    static DoctorResult accessLifetime(Duration lifetime) {
        return lifetime.compareTo(LONG_ACCESS) > 0
                ? new Warning(
                        "they expire after " + lifetime.toMinutes() + " minutes",
                        "Lower tokens.accessLifetime (default: 5 minutes).")
                : new Passed(lifetime.toSeconds() + " s");
    }

    static DoctorResult sessions(Duration idle, Duration total) {
        return idle.compareTo(LONG_IDLE) > 0 || total.compareTo(LONG_SESSION) > 0
                ? new Warning(
                        "they end after " + idle.toMinutes() + " idle minutes and after " + total.toHours()
                                + " hours in all",
                        "Lower sessions.workforceIdle and sessions.workforceTotal (45 CFR 164.312(a)(2)(iii)).")
                : new Passed(idle.toMinutes() + " minutes, " + total.toHours() + " hours");
    }

    static DoctorResult oldestTls(List<ListenerSettings> listeners) {
        return listeners.stream().anyMatch(listener -> listener.oldestTls() != OldestTls.TLS_1_3)
                ? new Warning("TLS 1.2 is accepted", "Remove oldestTls once no client needs it.")
                : new Passed("on both listeners");
    }

    static DoctorResult writable(Path anchor) throws IOException {
        if (!Files.isDirectory(anchor)) {
            return new Failed(anchor + " does not exist", "Create it, owned by the account that runs serve.");
        }
        if (!Files.isWritable(anchor)) {
            return new Failed(anchor + " is not writable", "Make it writable for the account that runs serve.");
        }
        return new Passed("" + anchor);
    }

    private static DoctorResult elsewhere(CaregateConfiguration configuration) throws IOException {
        Path anchor = configuration.audit().anchor();
        Path other = configuration.database() instanceof DatabaseSettings.Bundled(Path folder)
                ? folder
                : configuration.folder();
        if (!Files.exists(anchor) || !Files.exists(other)) {
            return new DoctorResult.NotApplicable("one of the folders does not exist yet");
        }
        return elsewhere(Files.getFileStore(anchor), Files.getFileStore(other));
    }

    static DoctorResult elsewhere(FileStore anchor, FileStore other) {
        return anchor.equals(other)
                ? new Warning(
                        "both are on " + anchor.name(),
                        "Mount a disk there that database administrators cannot write to.")
                : new Passed(anchor.name());
    }

    private static DoctorResult space(List<Path> folders) throws IOException {
        for (Path folder : folders) {
            if (Files.exists(folder)
                    && space(folder, Files.getFileStore(folder).getUsableSpace()) instanceof Failed wrong) {
                return wrong;
            }
        }
        return new Passed("at least 2 GB free on each");
    }

    static DoctorResult space(Path folder, long bytes) {
        return bytes < LITTLE_SPACE
                ? new Failed(
                        folder + " has " + (bytes >> 20) + " MB left",
                        "Free some space. When the disk is full, no audit entry is durable and every request is refused.")
                : new Passed(folder + " has " + (bytes >> 30) + " GB left");
    }
}
