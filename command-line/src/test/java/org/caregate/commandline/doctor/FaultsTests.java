package org.caregate.commandline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.caregate.commandline.doctor.Doctor.Looked;
import org.caregate.commandline.doctor.DoctorResult.Failed;
import org.caregate.commandline.doctor.DoctorResult.NotApplicable;
import org.caregate.commandline.doctor.DoctorResult.Passed;
import org.caregate.commandline.doctor.DoctorResult.Warning;
import org.caregate.crypto.credential.KeyedHash;
import org.caregate.crypto.signing.KeyUse;
import org.caregate.crypto.signing.SigningKeys;
import org.caregate.edge.development.DevelopmentAuthority;
import org.caregate.identity.invitation.Invitation;
import org.caregate.identity.invitation.Invitations.Sensitive;
import org.caregate.identity.invitation.Maker;
import org.caregate.identity.people.PersonAccount;
import org.caregate.identity.people.Username;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.PersonId;
import org.caregate.protocol.profile.SecurityProfiles;
import org.caregate.protocol.scope.ScopeParse;
import org.caregate.protocol.scope.ScopeParser;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.ClientAuthentication;
import org.caregate.server.config.LimitSettings;
import org.caregate.server.config.ListenerSettings;
import org.caregate.server.config.OldestTls;
import org.caregate.server.config.ResourceSettings;
import org.caregate.server.config.TelemetrySettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each check finds the fault it is for, and is content without it. */
class FaultsTests {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final DatabaseFacts SOUND = new DatabaseFacts(true, false, true, 0, 1, 10, 100, 0, NOW);

    @TempDir
    Path folder;

    private Path file(String name, String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "x");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void configurationThatOthersMayChange_isFound() throws IOException {
        assertThat(FileChecks.unchanged(List.of(file("good", "rw-r--r--")))).isInstanceOf(Passed.class);
        assertThat(FileChecks.unchanged(List.of(file("good", "rw-r--r--"), file("bad", "rw-rw-r--"))))
                .isInstanceOf(Failed.class)
                .extracting(DoctorResult::what)
                .asString()
                .contains("bad");
    }

    @Test
    void keysThatOthersMayRead_areFound() throws IOException {
        assertThat(FileChecks.secret(List.of(file("good", "rw-------")))).isInstanceOf(Passed.class);
        assertThat(FileChecks.secret(List.of(file("group", "rw-r-----")))).isInstanceOf(Warning.class);
        assertThat(FileChecks.secret(List.of(file("bad", "rw-r--r--")))).isInstanceOf(Failed.class);
    }

    @Test
    void keysInsideTheDatabasesFolder_areFound() {
        assertThat(FileChecks.apart(folder.resolve("keys.json"), folder.resolve("postgresql")))
                .isInstanceOf(Passed.class);
        assertThat(FileChecks.apart(folder.resolve("postgresql/keys.json"), folder.resolve("postgresql")))
                .isInstanceOf(Failed.class);
    }

    @Test
    void settingsThatDoNotStart_areFound() {
        assertThat(FileChecks.startable(List.of())).isInstanceOf(Passed.class);
        assertThat(FileChecks.startable(List.of("database.bundled is for loopback only")))
                .isInstanceOf(Failed.class);
    }

    private static RoleDefinitions roles(String patient, String administrator) {
        return switch (RoleDefinitions.define(Map.of(
                "patient", List.of(patient),
                "clinician", List.of("openid"),
                "administrator", List.of(administrator)))) {
            case RoleDefinitions.Result.Valid(RoleDefinitions valid) -> valid;
            case RoleDefinitions.Result.Invalid(List<String> problems) -> throw new AssertionError(problems.toString());
        };
    }

    @Test
    void rolesThatAdministerNothing_orLetPatientsWriteEverything_areFound() {
        assertThat(FileChecks.roles(roles("patient/*.rs", "admin/keys.read"))).isInstanceOf(Passed.class);
        assertThat(FileChecks.roles(roles("patient/*.rs", "openid"))).isInstanceOf(Warning.class);
        assertThat(FileChecks.roles(roles("patient/*.cruds", "admin/keys.read")))
                .isInstanceOf(Warning.class);
    }

    @Test
    void longLives_areFound() {
        assertThat(FileChecks.accessLifetime(Duration.ofMinutes(5))).isInstanceOf(Passed.class);
        assertThat(FileChecks.accessLifetime(Duration.ofMinutes(60))).isInstanceOf(Warning.class);
        assertThat(FileChecks.sessions(Duration.ofMinutes(15), Duration.ofHours(12)))
                .isInstanceOf(Passed.class);
        assertThat(FileChecks.sessions(Duration.ofMinutes(60), Duration.ofHours(12)))
                .isInstanceOf(Warning.class);
        assertThat(FileChecks.sessions(Duration.ofMinutes(15), Duration.ofHours(24)))
                .isInstanceOf(Warning.class);
    }

    private ListenerSettings listener(OldestTls oldest) {
        return new ListenerSettings("127.0.0.1", 1, folder.resolve("c"), folder.resolve("k"), oldest);
    }

    @Test
    void oldTlsThatIsLetIn_isFound() {
        assertThat(FileChecks.oldestTls(List.of(listener(OldestTls.TLS_1_3)))).isInstanceOf(Passed.class);
        assertThat(FileChecks.oldestTls(List.of(listener(OldestTls.TLS_1_3), listener(OldestTls.TLS_1_2))))
                .isInstanceOf(Warning.class);
    }

    @Test
    void anchorThatIsNotThere_orOnTheSameDisk_isFound() throws IOException {
        assertThat(FileChecks.writable(folder)).isInstanceOf(Passed.class);
        assertThat(FileChecks.writable(folder.resolve("none"))).isInstanceOf(Failed.class);
        assertThat(FileChecks.elsewhere(Files.getFileStore(folder), Files.getFileStore(folder)))
                .isInstanceOf(Warning.class);
        assertThat(FileChecks.elsewhere(Files.getFileStore(Path.of("/proc")), Files.getFileStore(folder)))
                .isInstanceOf(Passed.class);
    }

    @Test
    void fullDisk_isFound() {
        assertThat(FileChecks.space(folder, 100L << 30)).isInstanceOf(Passed.class);
        assertThat(FileChecks.space(folder, 100L << 20)).isInstanceOf(Failed.class);
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.1, TLS_AES_128_GCM_SHA256", "TLSv1.2, TLS_RSA_WITH_AES_128_CBC_SHA"})
    void weakTls_isFound(String protocol, String suite) {
        assertThat(ListenerChecks.negotiated("TLSv1.3", "TLS_AES_128_GCM_SHA256"))
                .isInstanceOf(Passed.class);
        assertThat(ListenerChecks.negotiated(protocol, suite)).isInstanceOf(Failed.class);
    }

    @Test
    void certificateThatEndsSoon_isFound() {
        assertThat(ListenerChecks.expiry(NOW.plus(Duration.ofDays(60)), NOW)).isInstanceOf(Passed.class);
        assertThat(ListenerChecks.expiry(NOW.plus(Duration.ofDays(20)), NOW)).isInstanceOf(Warning.class);
        assertThat(ListenerChecks.expiry(NOW.plus(Duration.ofDays(3)), NOW)).isInstanceOf(Failed.class);
        assertThat(ListenerChecks.expiry(NOW.minus(Duration.ofDays(3)), NOW)).isInstanceOf(Failed.class);
    }

    @Test
    void certificateOfAnotherName_isFound() throws Exception {
        DevelopmentAuthority authority = new DevelopmentAuthority(folder.resolve("tls"), Clock.systemUTC());
        Path pem = authority.serverCertificates(List.of("localhost")).getFirst().certificate();
        var certificate =
                (java.security.cert.X509Certificate) java.security.cert.CertificateFactory.getInstance("X.509")
                        .generateCertificate(Files.newInputStream(pem));
        assertThat(ListenerChecks.named(certificate, "localhost")).isInstanceOf(Passed.class);
        assertThat(ListenerChecks.named(certificate, "auth.example.org")).isInstanceOf(Failed.class);
    }

    @Test
    void missingHsts_unreadyServer_andOpenManagement_areFound() {
        assertThat(ListenerChecks.hsts("max-age=31536000; includeSubDomains")).isInstanceOf(Passed.class);
        assertThat(ListenerChecks.hsts("")).isInstanceOf(Failed.class);
        assertThat(ListenerChecks.hsts("max-age=60")).isInstanceOf(Failed.class);
        assertThat(ListenerChecks.ready(200, "{}")).isInstanceOf(Passed.class);
        assertThat(ListenerChecks.ready(503, "{\"parts\":{\"audit\":\"DOWN\"}}"))
                .isInstanceOf(Failed.class);
        assertThat(ListenerChecks.managementInside("127.0.0.1")).isInstanceOf(Passed.class);
        assertThat(ListenerChecks.managementInside("0.0.0.0")).isInstanceOf(Warning.class);
    }

    @Test
    void soundDatabase_isWell() {
        assertThat(List.of(
                        DatabaseChecks.encrypted(SOUND, true),
                        DatabaseChecks.appendOnly(SOUND),
                        DatabaseChecks.standbys(SOUND),
                        DatabaseChecks.connections(SOUND),
                        DatabaseChecks.clocks(SOUND.now(), NOW),
                        DatabaseChecks.sequenced(SOUND)))
                .allSatisfy(finding -> assertThat(finding).isInstanceOf(Passed.class));
    }

    @Test
    void eachFaultOfADatabase_isFound() {
        DatabaseFacts clear = new DatabaseFacts(false, false, true, 0, 1, 10, 100, 0, NOW);
        assertThat(DatabaseChecks.encrypted(clear, true)).isInstanceOf(Failed.class);
        assertThat(DatabaseChecks.encrypted(clear, false)).isInstanceOf(NotApplicable.class);
        assertThat(DatabaseChecks.appendOnly(new DatabaseFacts(true, true, true, 0, 1, 10, 100, 0, NOW)))
                .isInstanceOf(Failed.class);
        assertThat(DatabaseChecks.appendOnly(new DatabaseFacts(true, false, false, 0, 1, 10, 100, 0, NOW)))
                .isInstanceOf(Failed.class);
        assertThat(DatabaseChecks.standbys(new DatabaseFacts(true, false, true, 1, 2, 10, 100, 0, NOW)))
                .isInstanceOf(Failed.class);
        assertThat(DatabaseChecks.standbys(new DatabaseFacts(true, false, true, 0, 0, 10, 100, 0, NOW)))
                .isInstanceOf(NotApplicable.class);
        assertThat(DatabaseChecks.connections(new DatabaseFacts(true, false, true, 0, 1, 95, 100, 0, NOW)))
                .isInstanceOf(Warning.class);
        assertThat(DatabaseChecks.sequenced(new DatabaseFacts(true, false, true, 0, 1, 10, 100, 60, NOW)))
                .isInstanceOf(Failed.class);
        assertThat(DatabaseChecks.clocks(NOW.minusSeconds(30), NOW)).isInstanceOf(Failed.class);
    }

    private static PersonAccount administrator(int number, boolean enabled) {
        return new PersonAccount(
                new PersonId("p" + number), new Username("u" + number), "U", null, Set.of("administrator"), enabled);
    }

    @Test
    void linksUsedByTheirMaker_orForAnAdministratorsFactors_areFound() {
        PersonAccount ada = administrator(1, true);
        Sensitive patient = link(Invitation.Kind.PERSON, new PersonId("new"), false);
        Sensitive helpDesk = link(Invitation.Kind.RESET, new PersonId("someone"), false);
        assertThat(RecordChecks.sensitiveLinks(List.of(), List.of(ada))).isInstanceOf(Passed.class);
        assertThat(RecordChecks.sensitiveLinks(List.of(patient, helpDesk), List.of(ada)))
                .isInstanceOfSatisfying(
                        Passed.class,
                        well -> assertThat(well.what()).contains("a link to a patient's record for rosa"));
        assertThat(RecordChecks.sensitiveLinks(
                        List.of(link(Invitation.Kind.PERSON, new PersonId("new"), true)), List.of(ada)))
                .isInstanceOfSatisfying(
                        Warning.class, warning -> assertThat(warning.what()).contains("rosa", "used by its maker"));
        assertThat(RecordChecks.sensitiveLinks(
                        List.of(helpDesk, link(Invitation.Kind.RESET, ada.id(), false)), List.of(ada)))
                .isInstanceOf(Warning.class);
    }

    private static Sensitive link(Invitation.Kind kind, PersonId person, boolean usedByMaker) {
        return new Sensitive(
                Invitation.builder()
                        .id("id")
                        .hash(new KeyedHash(1, "hash"))
                        .kind(kind)
                        .person(person)
                        .username(new Username("rosa"))
                        .displayName("Rosa")
                        .fhirUser("Patient/p1")
                        .roles(Set.of("patient"))
                        .madeAt(NOW)
                        .maker(new Maker.ApiCaller(new ClientId("caregate"), new PersonId("ada"), "203.0.113.5"))
                        .expiresAt(NOW)
                        .build(),
                true,
                usedByMaker);
    }

    @Test
    void nobodyWhoAdministers_tooMany_andOneFactor_areFound() {
        assertThat(RecordChecks.administrators(List.of(administrator(1, true)))).isInstanceOf(Passed.class);
        assertThat(RecordChecks.administrators(List.of(administrator(1, false))))
                .isInstanceOf(Failed.class);
        assertThat(RecordChecks.administrators(java.util.stream.IntStream.range(0, 20)
                        .mapToObj(number -> administrator(number, true))
                        .toList()))
                .isInstanceOf(Warning.class);
        assertThat(RecordChecks.secondFactors(List.of(administrator(1, true)), person -> true))
                .isInstanceOf(Passed.class);
        assertThat(RecordChecks.secondFactors(List.of(administrator(1, true)), person -> false))
                .isInstanceOf(Failed.class);
    }

    @Test
    void missingAndOldSigningKeys_areFound() {
        SigningKeys.Described access = new SigningKeys.Described("a", KeyUse.ACCESS_TOKEN, NOW.minusSeconds(9), null);
        SigningKeys.Described id = new SigningKeys.Described("i", KeyUse.ID_TOKEN, NOW.minusSeconds(9), null);
        SigningKeys.Described old =
                new SigningKeys.Described("o", KeyUse.ID_TOKEN, NOW.minus(Duration.ofDays(200)), null);
        SigningKeys.Described gone =
                new SigningKeys.Described("g", KeyUse.ID_TOKEN, NOW.minus(Duration.ofDays(2)), NOW.minusSeconds(1));
        assertThat(RecordChecks.signingKeys(List.of(access, id, old), NOW)).isInstanceOf(Passed.class);
        assertThat(RecordChecks.signingKeys(List.of(access, old), NOW)).isInstanceOf(Warning.class);
        assertThat(RecordChecks.signingKeys(List.of(access, gone), NOW)).isInstanceOf(Failed.class);
    }

    private static Client client(String scope, String redirect, ClientAuthentication authentication, Instant created) {
        if (!(ScopeParser.parse(scope) instanceof ScopeParse.Parsed(Scopes scopes, List<String> unknown))) {
            throw new AssertionError(scope);
        }
        return Client.builder()
                .id(new ClientId("c"))
                .name("C")
                .profile(SecurityProfiles.SMART_APP_2026)
                .authentication(authentication)
                .grantTypes(Set.of("authorization_code"))
                .redirectUris(List.of(redirect))
                .origins(Set.of())
                .scopes(scopes)
                .audiences(Set.of())
                .introspects(Set.of())
                .enabled(true)
                .createdAt(created)
                .build();
    }

    @Test
    void faultsOfClients_areFound() {
        ClientAuthentication none = new ClientAuthentication.None();
        Client good = client("patient/Patient.rs", "https://app.example.org/cb", none, NOW);
        assertThat(RecordChecks.plainRedirects(List.of(good))).isInstanceOf(Passed.class);
        assertThat(RecordChecks.wide(List.of(good))).isInstanceOf(Passed.class);
        assertThat(RecordChecks.dormant(List.of(good), client -> false, NOW)).isInstanceOf(Passed.class);
        assertThat(RecordChecks.published(List.of(good), uri -> true)).isInstanceOf(NotApplicable.class);

        assertThat(RecordChecks.plainRedirects(List.of(client("openid", "http://app.example.org/cb", none, NOW))))
                .isInstanceOf(Failed.class);
        assertThat(RecordChecks.plainRedirects(List.of(client("openid", "http://127.0.0.1/callback", none, NOW))))
                .isInstanceOf(Passed.class);
        assertThat(RecordChecks.wide(List.of(client("system/*.rs", "https://a.example/cb", none, NOW))))
                .isInstanceOf(Warning.class);
        Client old = client("openid", "https://a.example/cb", none, NOW.minus(Duration.ofDays(100)));
        assertThat(RecordChecks.dormant(List.of(old), client -> false, NOW)).isInstanceOf(Warning.class);
        assertThat(RecordChecks.dormant(List.of(old), client -> true, NOW)).isInstanceOf(Passed.class);
        Client publishing = client(
                "openid",
                "https://a.example/cb",
                new ClientAuthentication.KeysByUrl(URI.create("https://a.example/jwks")),
                NOW);
        assertThat(RecordChecks.published(List.of(publishing), uri -> true)).isInstanceOf(Passed.class);
        assertThat(RecordChecks.published(List.of(publishing), uri -> false)).isInstanceOf(Failed.class);
    }

    @Test
    void staleAnchor_andAnotherHistory_areFound() {
        assertThat(LogChecks.recent(OptionalDouble.of(20), Duration.ofSeconds(60)))
                .isInstanceOf(Passed.class);
        assertThat(LogChecks.recent(OptionalDouble.of(4000), Duration.ofSeconds(60)))
                .isInstanceOf(Failed.class);
        assertThat(LogChecks.recent(OptionalDouble.empty(), Duration.ofSeconds(60)))
                .isInstanceOf(NotApplicable.class);
        assertThat(LogChecks.recent(OptionalDouble.of(61), Duration.ofSeconds(60)))
                .isInstanceOf(Failed.class);
        assertThat(LogChecks.tables(List.of())).isInstanceOf(Passed.class);
        assertThat(LogChecks.tables(List.of("not known: trigger audit_entry t")))
                .isInstanceOf(Failed.class);
        assertThat(LogChecks.same(Optional.empty())).isInstanceOf(Passed.class);
        assertThat(LogChecks.same(Optional.of("it was cut"))).isInstanceOf(Failed.class);
        assertThat(LogChecks.readable(folder)).isInstanceOf(NotApplicable.class);
    }

    private interface With {
        void server(URI base) throws Exception;
    }

    private void upstream(String credential, String version, With with) throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        server.createContext("/fhir", exchange -> {
            try (exchange) {
                boolean known = credential.isEmpty()
                        || ("Bearer " + credential)
                                .equals(exchange.getRequestHeaders().getFirst("Authorization"));
                byte[] body = ("{\"fhirVersion\" : \"" + version + "\"}").getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(known ? 200 : 401, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        try {
            with.server(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/fhir"));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void upstreamThatAnswersAnybody_isFound() throws Exception {
        Path bearer = Files.writeString(folder.resolve("bearer"), "secret\n");
        upstream("secret", "4.0.1", base -> {
            assertThat(UpstreamChecks.answers(UpstreamChecks.asked(behind(base), "/metadata", bearer)))
                    .isInstanceOf(Passed.class);
            assertThat(UpstreamChecks.closed(UpstreamChecks.asked(behind(base), "/Patient", null), true))
                    .isInstanceOf(Passed.class);
            assertThat(UpstreamChecks.answers(UpstreamChecks.asked(behind(base), "/metadata", null)))
                    .isInstanceOf(Failed.class);
        });
        upstream("", "4.0.1", base -> {
            UpstreamChecks.Asked open = UpstreamChecks.asked(behind(base), "/Patient", null);
            assertThat(UpstreamChecks.closed(open, true)).isInstanceOf(Failed.class);
            assertThat(UpstreamChecks.closed(open, false)).isInstanceOf(Warning.class);
            assertThat(UpstreamChecks.clocks(open, Instant.now())).isInstanceOf(Passed.class);
            assertThat(UpstreamChecks.clocks(open, Instant.now().plusSeconds(600)))
                    .isInstanceOf(Warning.class);
        });
        upstream(
                "",
                "3.0.2",
                base -> assertThat(UpstreamChecks.answers(UpstreamChecks.asked(behind(base), "/metadata", null)))
                        .isInstanceOf(Failed.class));
        UpstreamChecks.Asked nobody =
                UpstreamChecks.asked(behind(URI.create("http://127.0.0.1:1/fhir")), "/metadata", null);
        assertThat(UpstreamChecks.answers(nobody)).isInstanceOf(Failed.class);
        assertThat(UpstreamChecks.closed(nobody, true)).isInstanceOf(NotApplicable.class);
    }

    private static ResourceSettings behind(URI upstream) {
        return new ResourceSettings(upstream, "fhir-r4", upstream, null, null, LimitSettings.DEFAULTS);
    }

    @Test
    void collectorThatIsAway_orRefusesUs_isFound() throws Exception {
        Path bearer = Files.writeString(folder.resolve("collector"), "secret\n");
        upstream("secret", "4.0.1", base -> {
            assertThat(TelemetryChecks.collects(new TelemetrySettings(base, null, bearer, 10)))
                    .isInstanceOf(Passed.class);
            assertThat(TelemetryChecks.collects(new TelemetrySettings(base, null, null, 10)))
                    .isInstanceOf(Warning.class);
        });
        assertThat(TelemetryChecks.collects(new TelemetrySettings(URI.create("http://127.0.0.1:1"), null, null, 10)))
                .isInstanceOf(Warning.class);
        assertThat(TelemetryChecks.collects(null)).isInstanceOf(NotApplicable.class);
    }

    @Test
    void fewFiles_andSlowSignatures_areFound() {
        assertThat(MachineChecks.files(1024)).isInstanceOf(Warning.class);
        assertThat(MachineChecks.files(65536)).isInstanceOf(Passed.class);
        assertThat(MachineChecks.provider(false)).isInstanceOf(Warning.class);
        assertThat(MachineChecks.provider(true)).isInstanceOf(Passed.class);
    }

    @Test
    void lookThatBreaks_orNeverEnds_isToldAndKeepsNobodyWaiting() {
        List<Looked> looked = new Doctor(Duration.ofMillis(200))
                .look(List.of(
                        new DoctorCheck("breaks", "g", "t", () -> {
                            throw new IOException("secret");
                        }),
                        new DoctorCheck("hangs", "g", "t", () -> {
                            Thread.sleep(Duration.ofHours(1));
                            return new Passed("never");
                        }),
                        new DoctorCheck("closed", "g", "t", () -> {
                            throw new NotOpenException("the database is not open");
                        }),
                        new DoctorCheck("passing", "g", "t", () -> new Passed("yes"))));
        assertThat(looked.get(0).result()).isInstanceOf(Failed.class);
        assertThat(looked.get(0).result().what()).doesNotContain("secret");
        assertThat(looked.get(1).result()).isInstanceOf(Failed.class);
        assertThat(looked.get(2).result()).isInstanceOf(NotApplicable.class);
        assertThat(looked.get(3).result()).isInstanceOf(Passed.class);
    }
}
