package org.caregate.audit.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.AuditEntryBuilder;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.entry.Phase;
import org.caregate.audit.proof.FoundEntry;
import org.caregate.audit.proof.Proof;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What other systems are given. The golden files are written anew by running this class with
 * {@code -Dcaregate.golden=src/test/resources/golden}.
 */
class RenderingTests {
    private static final String ORIGIN = "auth.example.org/audit";
    private static final Instant TIME = Instant.parse("2026-11-23T12:00:00.123456Z");

    private static AuditEntry entry(int number, Action action, Outcome outcome, UnaryOperator<AuditEntryBuilder> more) {
        AuditEntry built = more.apply(AuditEntry.of(TIME.plusSeconds(number), "exchange-" + number, action, outcome))
                .build();
        return new AuditEntry(
                new UUID(0x0198_C1B2_3C4D_7000L, 0x8000_0000_0000_0000L + number),
                built.exchangeId(),
                built.time(),
                built.phase(),
                built.action(),
                built.outcome(),
                built.reason(),
                built.person(),
                built.client(),
                built.profile(),
                built.grant(),
                built.tokenId(),
                built.audience(),
                built.scopes(),
                built.policyVersion(),
                built.requestLine(),
                built.httpStatus(),
                built.count(),
                built.detail(),
                built.sensitive());
    }

    private static AuditEntryBuilder request(AuditEntryBuilder entry) {
        return entry.person("person-1")
                .client("growth-chart")
                .profile("SmartApp2026")
                .grant("grant-1")
                .tokenId("jti-1")
                .audience("https://api.example.org/fhir")
                .scopes("patient/Observation.rs")
                .policyVersion("2026-11-23")
                .sourceAddress("192.0.2.7")
                .userAgent("growth-chart/1.0");
    }

    private static AuditEntry read() {
        return entry(
                1,
                Action.RESOURCE_READ,
                Outcome.PERMITTED,
                entry -> request(entry)
                        .phase(Phase.RELEASE)
                        .requestLine("GET /fhir/Observation/{id}")
                        .httpStatus(200)
                        .count(1)
                        .patient("p1")
                        .resource("Observation/o1"));
    }

    private static AuditEntry search(String... patients) {
        return entry(
                2,
                Action.RESOURCE_SEARCH,
                Outcome.PERMITTED,
                entry -> request(entry)
                        .phase(Phase.RELEASE)
                        .requestLine("GET /fhir/Observation")
                        .query("name=O'Brien&birthdate=1970-01-01")
                        .count(2)
                        .patients(List.of(patients)));
    }

    private static List<AuditEntry> samples() {
        return List.of(
                read(),
                search("p1"),
                entry(
                        3,
                        Action.RESOURCE_READ,
                        Outcome.REFUSED,
                        entry -> request(entry)
                                .phase(Phase.ATTEMPT)
                                .reason("OUTSIDE_COMPARTMENT")
                                .requestLine("GET /fhir/Observation/{id}")
                                .resource("Observation/o2")),
                entry(
                        4,
                        Action.SIGN_IN,
                        Outcome.REFUSED,
                        entry -> entry.reason("WRONG_PASSWORD")
                                .userName("anna \"quote\" \u2028")
                                .sourceAddress("2001:db8::7")),
                entry(
                        5,
                        Action.TOKEN_ISSUED,
                        Outcome.PERMITTED,
                        entry -> entry.client("backend")
                                .profile("SmartBackend2026")
                                .tokenId("jti-2")
                                .detail("grant_type", "client_credentials")
                                .sensitive("note", "n")),
                entry(6, Action.SERVICE_STARTED, Outcome.PERMITTED, entry -> entry),
                entry(
                        7,
                        Action.RESOURCE_UPDATE,
                        Outcome.FAILED,
                        entry -> request(entry)
                                .phase(Phase.COMPLETION)
                                .reason("UPSTREAM_UNREACHABLE")
                                .httpStatus(502)
                                .patients(List.of("p1", "p2"))
                                .resource("Patient/p1")
                                .resource("Patient/p2")),
                entry(8, Action.REFRESH_REUSE, Outcome.REFUSED, entry -> entry.client("growth-chart")));
    }

    @ParameterizedTest
    @EnumSource(Rendering.class)
    void rendering_isWhatTheGoldenFileHolds(Rendering rendering) throws IOException {
        List<String> lines = new ArrayList<>();
        samples().forEach(entry -> lines.addAll(rendering.lines(FoundEntry.proved(entry), ORIGIN)));
        String name = "rendering-" + rendering.word() + ".ndjson";
        String folder = System.getProperty("caregate.golden");
        if (folder != null) {
            Files.writeString(Path.of(folder, name), String.join("\n", lines) + "\n");
        }
        assertThat(lines).isEqualTo(golden(name));
    }

    private static List<String> golden(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(
                RenderingTests.class.getResourceAsStream("/golden/" + name), "golden file " + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void everyActionAndOutcome_hasWhatEachFormDemands(Action action) {
        for (Outcome outcome : Outcome.values()) {
            for (AuditEntry entry : List.of(
                    entry(1, action, outcome, bare -> bare),
                    entry(
                            2,
                            action,
                            outcome,
                            full -> request(full).patient("p1").resource("Observation/o1")))) {
                FhirAuditEvent.of(FoundEntry.proved(entry), ORIGIN).forEach(RenderingTests::isAnAuditEvent);
                isAnOcsfEvent(OcsfEvent.of(FoundEntry.proved(entry), ORIGIN));
            }
        }
    }

    /** Cardinalities of FHIR R4 AuditEvent. */
    private static void isAnAuditEvent(Map<String, Object> event) {
        assertThat(event)
                .containsEntry("resourceType", "AuditEvent")
                .containsKeys("type", "recorded", "agent", "source");
        assertThat(String.valueOf(event.get("id"))).matches("[A-Za-z0-9.-]{1,64}");
        assertThat(String.valueOf(event.get("action"))).matches("[CRUDE]");
        assertThat(String.valueOf(event.get("outcome"))).matches("0|4|8");
        assertThat(list(event, "agent"))
                .isNotEmpty()
                .allSatisfy(agent -> assertThat(agent).containsKeys("type", "requestor"))
                .filteredOn(agent -> Boolean.TRUE.equals(agent.get("requestor")))
                .hasSize(1);
        assertThat(object(event, "source")).containsKey("observer");
        assertThat(list(event, "entity"))
                .allSatisfy(entity -> assertThat(entity)
                        .containsKey("type")
                        .containsAnyOf(
                                Map.entry("what", entity.getOrDefault("what", "")),
                                Map.entry("query", entity.getOrDefault("query", ""))));
    }

    /** Required attributes of OCSF 1.9.0's base event, Authentication and API Activity. */
    private static void isAnOcsfEvent(Map<String, Object> event) {
        assertThat(event)
                .containsKeys(
                        "class_uid", "category_uid", "activity_id", "type_uid", "time", "severity_id", "metadata");
        int type = number(event, "class_uid");
        assertThat(event)
                .containsEntry("category_uid", type / 1000)
                .containsEntry("type_uid", type * 100L + number(event, "activity_id"));
        assertThat(object(event, "metadata")).containsEntry("version", "1.9.0").containsKey("product");
        if (type == 3002) {
            assertThat(event).containsKeys("user", "service");
        } else {
            assertThat(event).containsEntry("class_uid", 6003).containsKeys("actor", "api", "src_endpoint");
            assertThat(object(event, "api")).containsKey("operation");
            assertThat(object(event, "actor")).containsKey("user");
        }
    }

    @Test
    void severalPatients_haveAnEventEach_thatNamesNoOther() {
        AuditEntry entry = entry(
                7,
                Action.RESOURCE_READ,
                Outcome.PERMITTED,
                more -> request(more).patients(List.of("p1", "p2")).resource("Observation/of-p2"));
        List<Map<String, Object>> events = FhirAuditEvent.of(FoundEntry.proved(entry), ORIGIN);
        assertThat(events).hasSize(2).extracting(event -> event.get("id")).doesNotHaveDuplicates();
        assertThat(JsonText.of(events.getFirst())).contains("Patient/p1").doesNotContain("Patient/p2", "of-p2");
        assertThat(JsonText.of(events.getLast())).contains("Patient/p2").doesNotContain("Patient/p1", "of-p2");
    }

    @Test
    void profile_isClaimedOnlyForWhatFulfilsIt() {
        assertThat(profile(read())).isEqualTo("IHE.BasicAudit.PatientRead");
        assertThat(profile(search("p1"))).isEqualTo("IHE.BasicAudit.PatientQuery");
        assertThat(profile(search())).isEqualTo("IHE.BasicAudit.Query");
        assertThat(profile(entry(
                        1,
                        Action.RESOURCE_CREATE,
                        Outcome.PERMITTED,
                        entry -> request(entry).resource("ValueSet/v"))))
                .isEqualTo("IHE.BasicAudit.Create");
        assertThat(profile(entry(
                        1,
                        Action.RESOURCE_UPDATE,
                        Outcome.PERMITTED,
                        entry -> request(entry).patient("p1").resource("Patient/p1"))))
                .isEqualTo("IHE.BasicAudit.PatientUpdate");
        assertThat(profile(entry(
                        1,
                        Action.RESOURCE_READ,
                        Outcome.REFUSED,
                        entry -> request(entry).resource("ValueSet/v"))))
                .isNull();
        assertThat(profile(entry(
                        1,
                        Action.RESOURCE_READ,
                        Outcome.PERMITTED,
                        entry -> request(entry).phase(Phase.ATTEMPT).resource("ValueSet/v"))))
                .isNull();
        assertThat(profile(entry(
                        1,
                        Action.RESOURCE_READ,
                        Outcome.PERMITTED,
                        entry -> request(entry).resource("ValueSet/v").resource("ValueSet/w"))))
                .isNull();
        assertThat(profile(entry(
                        1,
                        Action.RESOURCE_READ,
                        Outcome.PERMITTED,
                        entry -> request(entry).sourceAddress(null).resource("ValueSet/v"))))
                .isNull();
        assertThat(profile(entry(1, Action.RESOURCE_SEARCH, Outcome.PERMITTED, RenderingTests::request)))
                .isNull();
    }

    private static AuditEntry part(Phase phase, Action action, Outcome outcome, UnaryOperator<AuditEntryBuilder> more) {
        return more.apply(AuditEntry.of(TIME, "exchange-1", action, outcome)
                        .phase(phase)
                        .person("person-1")
                        .client("growth-chart")
                        .tokenId("jti-1")
                        .audience("https://api.example.org/fhir")
                        .requestLine("GET /fhir/Observation"))
                .build();
    }

    private static AuditEntry asked(Action action) {
        return part(
                Phase.ATTEMPT,
                action,
                Outcome.PERMITTED,
                entry -> entry.sourceAddress("192.0.2.7").query("patient=p1&code=x"));
    }

    private static AuditEntry released(String patient, String resource) {
        return part(
                Phase.RELEASE,
                Action.RESOURCE_SEARCH,
                Outcome.PERMITTED,
                entry -> entry.patient(patient).resource(resource));
    }

    private static AuditEntry ended(Outcome outcome, String reason, int status) {
        return part(
                Phase.COMPLETION,
                Action.RESOURCE_SEARCH,
                outcome,
                entry -> entry.reason(reason).httpStatus(status).count(2));
    }

    private static List<Map<String, Object>> events(AuditEntry... exchange) {
        return WholeExchange.of(Arrays.stream(exchange).map(FoundEntry::proved).toList()).stream()
                .flatMap(found -> FhirAuditEvent.of(found, ORIGIN).stream())
                .toList();
    }

    @Test
    void searchOfOnePatient_isOneEvent_thatFitsPatientQuery() {
        AuditEntry attempt = asked(Action.RESOURCE_SEARCH);
        List<Map<String, Object>> events = events(
                attempt,
                released("p1", "Observation/o1"),
                released("p1", "Observation/o2"),
                ended(Outcome.PERMITTED, "", 200));
        assertThat(events).hasSize(1);
        Map<String, Object> event = events.getFirst();
        isAnAuditEvent(event);
        assertThat(event).containsEntry("id", attempt.id().toString()).containsEntry("outcome", "0");
        assertThat(profileOf(event)).isEqualTo("IHE.BasicAudit.PatientQuery");
        assertThat(list(event, "entity"))
                .filteredOn(entity -> entity.containsKey("query"))
                .hasSize(1);
        assertThat(list(event, "entity"))
                .filteredOn(entity -> JsonText.of(entity).contains("Patient/p1"))
                .hasSize(1);
        assertThat(JsonText.of(event)).contains("Observation/o1", "Observation/o2", "\"200\"");
    }

    @Test
    void searchOfSeveralPatients_isAPatientQueryEach_thatNamesNoOther() {
        List<Map<String, Object>> events = events(
                asked(Action.RESOURCE_SEARCH),
                released("p1", "Observation/o1"),
                released("p2", "Observation/o2"),
                ended(Outcome.PERMITTED, "", 200));
        assertThat(events).hasSize(2).allSatisfy(event -> {
            isAnAuditEvent(event);
            assertThat(profileOf(event)).isEqualTo("IHE.BasicAudit.PatientQuery");
        });
        assertThat(JsonText.of(events.getFirst())).contains("Patient/p1").doesNotContain("Patient/p2", "o2");
    }

    @Test
    void searchThatFailed_isOneEvent_thatSaysSo() {
        List<Map<String, Object>> events = events(
                asked(Action.RESOURCE_SEARCH),
                released("p1", "Observation/o1"),
                ended(Outcome.FAILED, "UPSTREAM_UNREACHABLE", 502));
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event)
                    .containsEntry("outcome", "8")
                    .containsEntry("outcomeDesc", "UPSTREAM_UNREACHABLE")
                    .doesNotContainKey("meta");
            assertThat(JsonText.of(event)).contains("Patient/p1", "Observation/o1");
        });
    }

    @Test
    void attemptThatNothingFollows_doesNotSaySuccess() {
        assertThat(events(asked(Action.RESOURCE_SEARCH)))
                .singleElement()
                .satisfies(event -> assertThat(event)
                        .doesNotContainKeys("outcome", "meta")
                        .containsEntry("outcomeDesc", "NOT_COMPLETED"));
        assertThat(FhirAuditEvent.of(FoundEntry.proved(asked(Action.RESOURCE_READ)), ORIGIN)
                        .getFirst())
                .doesNotContainKey("outcome");
        assertThat(OcsfEvent.of(FoundEntry.proved(asked(Action.RESOURCE_READ)), ORIGIN))
                .containsEntry("status_id", 0);
    }

    @Test
    void attemptThatWasReconciled_isOneFailedEvent() {
        AuditEntry reconciled = part(
                Phase.COMPLETION,
                Action.RECONCILED,
                Outcome.FAILED,
                entry -> entry.reason("NO_COMPLETION").detail("action", "resource_search"));
        assertThat(events(asked(Action.RESOURCE_SEARCH), reconciled))
                .singleElement()
                .satisfies(event ->
                        assertThat(event).containsEntry("outcome", "8").containsEntry("outcomeDesc", "NO_COMPLETION"));
    }

    @Test
    void otherEntriesOfTheExchange_keepTheirOwnEvents() {
        AuditEntry alarm = part(Phase.SINGLE, Action.ALARM, Outcome.REFUSED, entry -> entry.reason("FOREIGN_ENTRY"));
        assertThat(events(asked(Action.RESOURCE_SEARCH), alarm, ended(Outcome.PERMITTED, "", 200)))
                .extracting(event -> event.get("outcome"))
                .containsExactly("0", "4");
        assertThat(events(ended(Outcome.FAILED, "R", 502), released("p1", "Observation/o1")))
                .as("what begins the exchange is gone")
                .hasSize(2);
    }

    @Test
    void exchange_isAsWellProvedAsItsWorstEntry() {
        List<FoundEntry> exchange = List.of(
                FoundEntry.proved(asked(Action.RESOURCE_SEARCH)),
                new FoundEntry(ended(Outcome.PERMITTED, "", 200), Proof.UNPROVED, false));
        assertThat(Rendering.FHIR.linesOfExchange(exchange, ORIGIN))
                .singleElement()
                .asString()
                .contains(
                        "\"tag\":[{\"system\":\"https://caregate.org/fhir/CodeSystem/audit-proof\",\"code\":\"unproved\"}]");
        assertThat(Rendering.OCSF.linesOfExchange(exchange, ORIGIN)).hasSize(2);
    }

    private static @Nullable String profile(AuditEntry entry) {
        return profileOf(FhirAuditEvent.of(FoundEntry.proved(entry), ORIGIN).getFirst());
    }

    private static @Nullable String profileOf(Map<String, Object> event) {
        if (!event.containsKey("meta")) {
            return null;
        }
        Object profile = ((List<?>) Objects.requireNonNull(object(event, "meta").get("profile"))).getFirst();
        return String.valueOf(profile).replace("https://profiles.ihe.net/ITI/BALP/StructureDefinition/", "");
    }

    @Test
    void token_isNamedByItsId_asTheMinimalPatternSays() {
        assertThat(JsonText.of(FhirAuditEvent.of(FoundEntry.proved(read()), ORIGIN)))
                .contains("\"policy\":[\"urn:ietf:params:oauth:jti:jti-1\"]")
                .doesNotContain("Opaque");
    }

    @Test
    void query_isCarriedInBase64_asBalpSays() {
        Map<String, Object> query =
                list(FhirAuditEvent.of(FoundEntry.proved(search("p1")), ORIGIN).getFirst(), "entity").stream()
                        .filter(entity -> entity.containsKey("query"))
                        .findFirst()
                        .orElseThrow();
        assertThat(new String(Base64.getDecoder().decode((String) query.get("query")), StandardCharsets.UTF_8))
                .isEqualTo("name=O'Brien&birthdate=1970-01-01");
    }

    @Test
    void otelRecord_hasTimesAsDecimalStrings_andSeverityByOutcome() {
        assertThat(JsonText.of(OtelLogRecord.of(FoundEntry.proved(read()), ORIGIN)))
                .contains("\"timeUnixNano\":\"1795435201123456000\"", "\"severityNumber\":9");
        for (Outcome outcome : Outcome.values()) {
            String json = JsonText.of(
                    OtelLogRecord.of(FoundEntry.proved(entry(1, Action.ALARM, outcome, bare -> bare)), ORIGIN));
            assertThat(json).contains("\"caregate.audit.alarm\"", outcome.word().toLowerCase(Locale.ROOT));
        }
    }

    private static int number(Map<String, Object> object, String name) {
        return (Integer) Objects.requireNonNull(object.get(name));
    }

    @SuppressWarnings("unchecked") // the renderings' own shape
    private static List<Map<String, Object>> list(Map<String, Object> object, String name) {
        return (List<Map<String, Object>>) Objects.requireNonNull(object.get(name));
    }

    @SuppressWarnings("unchecked") // the renderings' own shape
    private static Map<String, Object> object(Map<String, Object> object, String name) {
        return (Map<String, Object>) Objects.requireNonNull(object.get(name));
    }
}
