package org.caregate.evaluation.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.caregate.bundledpostgresql.BundledPostgres;
import org.caregate.protocol.scope.AdminScope;
import org.caregate.server.node.StartRefused;

/** The demo's data folder: what lies where, and the files that are written again at each start. */
public final class DemoFolder {
    /** The client id of the SMART app. */
    public static final String APP_CLIENT = "smart-app";

    private static final List<String> TYPES = List.of(
            "AllergyIntolerance",
            "CarePlan",
            "CareTeam",
            "Condition",
            "Device",
            "DiagnosticReport",
            "DocumentReference",
            "Encounter",
            "Goal",
            "Immunization",
            "Medication",
            "MedicationRequest",
            "Observation",
            "Patient",
            "Procedure");
    private static final List<String> WRITABLE = List.of("Condition", "Observation", "MedicationRequest");

    private final Path folder;

    public DemoFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    public Path path() {
        return folder;
    }

    public Path configuration() {
        return folder.resolve("caregate.yaml");
    }

    public Path demoJson() {
        return folder.resolve("demo.json");
    }

    Path tls() {
        return folder.resolve("tls");
    }

    Path upstreamCredential() {
        return folder.resolve("secrets/upstream");
    }

    Path fhirData() {
        return folder.resolve("fhir");
    }

    Path keyFile() {
        return folder.resolve("keys.json");
    }

    public Path log() {
        return folder.resolve("caregate.log");
    }

    /**
     * Takes the folder for one program, made if need be, and deletes its content on request. Nothing is touched while a program uses
     * the folder, nor when no demo made it.
     */
    public FolderLock take(boolean reset) {
        try {
            if (reset) {
                refuseForeign();
            }
            makeFolder();
            FolderLock lock = FolderLock.take(folder);
            if (reset) {
                forget(lock);
            }
            return lock;
        } catch (IOException e) {
            throw new StartRefused("the data folder " + folder + " cannot be used ("
                    + e.getClass().getSimpleName() + "); choose another with --data");
        }
    }

    private void refuseForeign() {
        if (Files.exists(folder) && !Files.exists(configuration()) && !Files.exists(demoJson()) && !isEmpty()) {
            throw new StartRefused(folder + " was not made by ./caregate demo, so it is not removed");
        }
    }

    private void forget(FolderLock lock) throws IOException {
        try {
            BundledPostgres.stopLeftOver(folder).ifPresent(line -> {
                throw new StartRefused(line);
            });
            List<Path> all;
            try (Stream<Path> found = Files.walk(folder)) {
                all = found.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path one : all) {
                if (!one.equals(folder) && !one.equals(folder.resolve(FolderLock.NAME))) {
                    Files.delete(one);
                }
            }
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private boolean isEmpty() {
        try (Stream<Path> found = Files.list(folder)) {
            return found.allMatch(path -> path.equals(folder.resolve(FolderLock.NAME)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the folder itself. */
    public void makeFolder() throws IOException {
        if (!Files.exists(folder)) {
            // root's PostgreSQL runs as a user of its own, which has to pass through
            String mode = "root".equals(System.getProperty("user.name")) ? "rwx--x--x" : "rwx------";
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
        }
    }

    /** Makes the folder and what is missing in it. */
    void prepare() throws IOException {
        makeFolder();
        for (Path wanted : List.of(folder.resolve("secrets"), fhirData(), folder.resolve("anchor"))) {
            Files.createDirectories(
                    wanted, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        if (!Files.exists(upstreamCredential())) {
            writePrivately(upstreamCredential(), new DemoSecrets(new SecureRandom()).password());
        }
    }

    /** The demo's people and clients: remembered, or made now. */
    DemoFile people(DemoPorts ports, CastOfPeople cast, String logKey, Path ca) throws IOException {
        Optional<DemoFile> before = DemoFile.read(demoJson());
        DemoFile file = new DemoFile(
                ports,
                ca,
                logKey,
                before.map(DemoFile::people).orElseGet(() -> makePeople(cast)),
                makeClients(ports, before));
        file.write(demoJson());
        return file;
    }

    private static List<DemoPerson> makePeople(CastOfPeople cast) {
        DemoSecrets secrets = new DemoSecrets(new SecureRandom());
        List<String> panel = cast.panel().stream().map(CastOfPeople.Someone::id).toList();
        return List.of(
                new DemoPerson(
                        "patient",
                        "patient",
                        cast.patient().display(),
                        "Patient/" + cast.patient().id(),
                        secrets.password(),
                        secrets.totpSeed(),
                        List.of(cast.patient().id())),
                new DemoPerson(
                        "clinician",
                        "clinician",
                        cast.clinician().display(),
                        "Practitioner/" + cast.clinician().id(),
                        secrets.password(),
                        secrets.totpSeed(),
                        panel),
                new DemoPerson(
                        "administrator",
                        "administrator",
                        "Demo Administrator",
                        null,
                        secrets.password(),
                        secrets.totpSeed(),
                        List.of()));
    }

    private static List<DemoClient> makeClients(DemoPorts ports, Optional<DemoFile> before) {
        DemoSecrets secrets = new DemoSecrets(new SecureRandom());
        String backendKey =
                before.map(file -> file.client("backend").jwk()).orElseGet(() -> secrets.signingKey("demo-backend-1"));
        String secret = before.map(file -> file.client("confidential").secret()).orElseGet(secrets::clientSecret);
        String introspection =
                before.map(file -> file.client("resourceServer").secret()).orElseGet(secrets::clientSecret);
        String suffix = ports.equals(DemoPorts.DEFAULT)
                ? "" // a client's addresses never change, so other ports are other clients
                : "-" + ports.issuer() + "-" + ports.gateway() + "-" + ports.app();
        String callback = ports.appUrl() + "/app.html";
        String personal = "openid fhirUser launch/patient offline_access";
        String clinical = " patient/*.cruds user/*.cruds";
        return List.of(
                new DemoClient(
                        "app",
                        APP_CLIENT + suffix,
                        "Caregate demo app",
                        "SmartApp2026",
                        List.of("authorization_code", "refresh_token"),
                        callback,
                        personal + clinical,
                        null,
                        null,
                        false),
                new DemoClient(
                        "confidential",
                        "demo-confidential" + suffix,
                        "Caregate demo web app",
                        "SmartApp2026",
                        List.of("authorization_code", "refresh_token"),
                        ports.appUrl() + "/confidential",
                        personal + clinical,
                        secret,
                        null,
                        false),
                new DemoClient(
                        "backend",
                        "demo-backend" + suffix,
                        "Caregate demo backend",
                        "SmartBackend2026",
                        List.of("client_credentials"),
                        null,
                        "system/Patient.rs system/Condition.rs",
                        null,
                        backendKey,
                        false),
                new DemoClient(
                        "resourceServer",
                        "demo-resource-server" + suffix,
                        "Caregate demo resource server",
                        "SmartApp2026",
                        List.of(),
                        null,
                        "",
                        introspection,
                        null,
                        true));
    }

    /** Writes {@code caregate.yaml} and {@code roles.yaml}. */
    void configure(DemoPorts ports, int fhirPort, DemoFile people) throws IOException {
        Files.writeString(configuration(), """
                # Written by ./caregate demo at each start: copy it to begin a configuration of your own.
                issuer: %s
                listeners:
                  authorization: { address: 127.0.0.1, port: %d, certificate: tls/localhost.pem, key: tls/localhost.key }
                  gateway: { address: 127.0.0.1, port: %d, certificate: tls/localhost.pem, key: tls/localhost.key }
                  management: { address: 127.0.0.1, port: %d }
                database: { bundled: { folder: . } }
                keys: { file: keys.json }
                resources:
                  - base: %s
                    kind: fhir-r4
                    upstream: { url: "http://127.0.0.1:%d/fhir", credential: { bearerFile: secrets/upstream } }
                roles: roles.yaml
                audit: { anchor: anchor }
                development: { demoPeople: true }
                """.formatted(
                ports.issuerUrl(), ports.issuer(), ports.gateway(), ports.management(), ports.fhirBase(), fhirPort));
        Files.writeString(folder.resolve("roles.yaml"), roles(people));
    }

    private static String roles(DemoFile people) {
        List<String> patientScopes = new ArrayList<>(List.of("openid", "fhirUser", "launch/patient", "offline_access"));
        List<String> clinicianScopes = new ArrayList<>(patientScopes);
        patientScopes.add("patient/*.rs");
        for (String type : TYPES) {
            boolean writable = WRITABLE.contains(type);
            clinicianScopes.add("user/" + type + (writable ? ".crus" : ".rs"));
            clinicianScopes.add("patient/" + type + (writable ? ".crus" : ".rs"));
        }
        patientScopes.add("patient/Observation.crus");
        StringBuilder yaml = new StringBuilder("""
                # The most that the tokens of each role's holders may carry, at issuance and at every request.
                roles:
                """);
        role(yaml, "patient", patientScopes);
        role(yaml, "clinician", clinicianScopes);
        List<String> administratorScopes = new ArrayList<>(List.of("openid", "fhirUser", "offline_access"));
        for (AdminScope right : AdminScope.values()) {
            administratorScopes.add(right.text());
        }
        role(yaml, "administrator", administratorScopes);
        yaml.append("# Which patients may be opened by whom, besides their own record.\npatients:\n");
        for (DemoPerson person : people.people()) {
            if (person.role().equals("clinician")) {
                yaml.append("  ").append(person.username()).append(":\n");
                person.patients().forEach(id -> yaml.append("    - ").append(id).append('\n'));
            }
        }
        return yaml.toString();
    }

    private static void role(StringBuilder yaml, String name, List<String> scopes) {
        yaml.append("  ").append(name).append(":\n    scopes:\n");
        scopes.forEach(scope -> yaml.append("      - \"").append(scope).append("\"\n"));
    }

    private static void writePrivately(Path file, String text) {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
