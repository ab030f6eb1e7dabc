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
import org.caregate.commandline.doctor.Finding.Warning;
import org.caregate.commandline.doctor.Finding.Well;
import org.caregate.commandline.doctor.Finding.Wrong;
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

    static List<Check> of(CaregateConfiguration configuration) {
        return List.of(
                new Check(
                        "configuration-writable",
                        GROUP,
                        "Nobody else can change the configuration",
                        () -> unchanged(List.of(configuration.file(), configuration.roles()))),
                new Check(
                        "secrets-private",
                        GROUP,
                        "Nobody else can read keys and passwords",
                        () -> secret(secrets(configuration))),
                new Check(
                        "key-file-apart",
                        GROUP,
                        "The key file is not in the database's folder",
                        () -> apart(configuration)),
                new Check(
                        "startable",
                        GROUP,
                        "The program can start with these settings",
                        () -> startable(StartRules.refusals(configuration, Instant.now()))),
                new Check(
                        "roles",
                        GROUP,
                        "Somebody may administer, and roles hold no more than they need",
                        () -> roles(RolesFile.read(configuration.roles()).definitions())),
                new Check(
                        "access-lifetime",
                        GROUP,
                        "Access tokens are short",
                        () -> accessLifetime(configuration.tokens().accessLifetime())),
                new Check(
                        "sessions",
                        GROUP,
                        "Sign-ins end when nobody uses them",
                        () -> sessions(
                                configuration.sessions().workforceIdle(),
                                configuration.sessions().workforceTotal())),
                new Check(
                        "oldest-tls",
                        GROUP,
                        "Only TLS 1.3 is let in",
                        () -> oldestTls(List.of(configuration.authorization(), configuration.gateway()))),
                new Check(
                        "anchor-writable",
                        GROUP,
                        "The anchor's folder can be written",
                        () -> writable(configuration.audit().anchor())),
                new Check(
                        "anchor-elsewhere",
                        GROUP,
                        "The anchor is on another disk than database and keys",
                        () -> elsewhere(configuration)),
                new Check(
                        "disk-space",
                        GROUP,
                        "There is room on the disks",
                        () -> space(List.of(
                                configuration.folder(), configuration.audit().anchor()))));
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

    static Finding unchanged(List<Path> files) throws IOException {
        for (Path file : files) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                    || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
                return new Wrong(file + " can be changed by others", "chmod go-w " + file);
            }
        }
        return new Well(files.size() + " files");
    }

    static Finding secret(List<Path> files) throws IOException {
        for (Path file : files) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.stream().anyMatch(one -> one.name().startsWith("OTHERS"))) {
                return new Wrong(file + " can be read by everybody", "chmod 600 " + file);
            }
            if (permissions.stream().anyMatch(one -> one.name().startsWith("GROUP"))) {
                return new Warning(
                        file + " can be read by its group",
                        "chmod 600 " + file + ", unless the group is the program's own.");
            }
        }
        return new Well(files.size() + " files");
    }

    private static Finding apart(CaregateConfiguration configuration) {
        return configuration.database() instanceof DatabaseSettings.Bundled(Path folder)
                ? apart(configuration.keyFile(), folder.resolve("postgresql"))
                : new Well("the database is elsewhere");
    }

    static Finding apart(Path keyFile, Path database) {
        return keyFile.toAbsolutePath()
                        .normalize()
                        .startsWith(database.toAbsolutePath().normalize())
                ? new Wrong(
                        "whoever copies " + database + " has the keys too",
                        "Move the key file elsewhere and name it in keys.file.")
                : new Well("" + keyFile);
    }

    static Finding startable(List<String> refusals) {
        return refusals.isEmpty()
                ? new Well("nothing is in the way")
                : new Wrong(String.join("; ", refusals), "serve refuses to start: change what each line names.");
    }

    static Finding roles(RoleDefinitions definitions) {
        Scopes administrator = definitions.ceiling(List.of(RoleDefinitions.ADMINISTRATOR));
        if (administrator.administrative().findAny().isEmpty()) {
            return new Warning(
                    "administrators have no right of the administration API",
                    "Give role administrator the scopes admin/… that its holders need.");
        }
        boolean wide = definitions
                .ceiling(List.of(RoleDefinitions.PATIENT))
                .clinical()
                .anyMatch(scope ->
                        scope.text().startsWith("patient/*") && scope.text().matches(".*\\.[^?]*[cud].*"));
        return wide
                ? new Warning("patients may write every type of resource", "Name the types in role patient.")
                : new Well("policy " + definitions.version());
    }

    static Finding accessLifetime(Duration lifetime) {
        return lifetime.compareTo(LONG_ACCESS) > 0
                ? new Warning(
                        "they live " + lifetime.toMinutes() + " minutes",
                        "Lower tokens.accessLifetime: 5 minutes is the default.")
                : new Well(lifetime.toSeconds() + " s");
    }

    static Finding sessions(Duration idle, Duration total) {
        return idle.compareTo(LONG_IDLE) > 0 || total.compareTo(LONG_SESSION) > 0
                ? new Warning(
                        "they last " + idle.toMinutes() + " minutes without use and " + total.toHours()
                                + " hours in all",
                        "Lower sessions.workforceIdle and sessions.workforceTotal (45 CFR 164.312(a)(2)(iii)).")
                : new Well(idle.toMinutes() + " minutes, " + total.toHours() + " hours");
    }

    static Finding oldestTls(List<ListenerSettings> listeners) {
        return listeners.stream().anyMatch(listener -> listener.oldestTls() != OldestTls.TLS_1_3)
                ? new Warning("TLS 1.2 is let in", "Remove oldestTls once no client needs it.")
                : new Well("on both listeners");
    }

    static Finding writable(Path anchor) throws IOException {
        if (!Files.isDirectory(anchor)) {
            return new Wrong(anchor + " is not there", "mkdir " + anchor + ", for the account that serve runs as.");
        }
        if (!Files.isWritable(anchor)) {
            return new Wrong(anchor + " cannot be written", "Give it to the account that serve runs as.");
        }
        return new Well("" + anchor);
    }

    private static Finding elsewhere(CaregateConfiguration configuration) throws IOException {
        Path anchor = configuration.audit().anchor();
        Path other = configuration.database() instanceof DatabaseSettings.Bundled(Path folder)
                ? folder
                : configuration.folder();
        if (!Files.exists(anchor) || !Files.exists(other)) {
            return new Finding.NotApplicable("one of the folders is not there yet");
        }
        return elsewhere(Files.getFileStore(anchor), Files.getFileStore(other));
    }

    static Finding elsewhere(FileStore anchor, FileStore other) {
        return anchor.equals(other)
                ? new Warning(
                        "both are on " + anchor.name(),
                        "Mount a disk there that the database's administrators cannot write to.")
                : new Well(anchor.name());
    }

    private static Finding space(List<Path> folders) throws IOException {
        for (Path folder : folders) {
            if (Files.exists(folder)
                    && space(folder, Files.getFileStore(folder).getUsableSpace()) instanceof Wrong wrong) {
                return wrong;
            }
        }
        return new Well("at least 2 GB each");
    }

    static Finding space(Path folder, long bytes) {
        return bytes < LITTLE_SPACE
                ? new Wrong(
                        folder + " has " + (bytes >> 20) + " MB left",
                        "Make room: without it no entry is durable, and every request is refused.")
                : new Well(folder + " has " + (bytes >> 30) + " GB left");
    }
}
