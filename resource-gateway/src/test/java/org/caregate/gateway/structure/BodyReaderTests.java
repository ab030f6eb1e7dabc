package org.caregate.gateway.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.caregate.gateway.json.FhirJson;
import org.caregate.gateway.json.References;
import org.caregate.gateway.rig.Resources;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

class BodyReaderTests {
    private static final FhirJson JSON = new FhirJson(64, 1 << 20);
    private static final BodyReader READER = new BodyReader(
            JSON, new References(URI.create("https://localhost:9443/fhir"), URI.create("http://127.0.0.1:8080/fhir")));

    private static String read(String body) {
        return StandardCharsets.UTF_8.decode(written(body).forUpstream()).toString();
    }

    private static WrittenBody written(String body) {
        return (WrittenBody) result(body);
    }

    private static BodyResult result(String body) {
        return READER.read(body.getBytes(StandardCharsets.UTF_8));
    }

    /** An Observation with more in it. */
    private static String observation(String more) {
        return "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"w\"}," + more + "}";
    }

    private static List<String> tokens(String json) {
        List<String> tokens = new ArrayList<>();
        try (JsonParser in = JSON.read(json.getBytes(StandardCharsets.UTF_8))) {
            for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                tokens.add(token + " " + in.getString());
            }
        }
        return tokens;
    }

    static Stream<Path> realRecords() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../demo/src/main/resources/org/caregate/demo/data"))) {
            return files.filter(file -> file.toString().endsWith(".ndjson.gz")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("realRecords")
    void syntheticRecordsOfUsCore_passUnchanged(Path file) throws Exception {
        int read = 0;
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                assertThat(tokens(read(line))).isEqualTo(tokens(line));
                read++;
            }
        }
        assertThat(read).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"valueQuantity\":{\"value\":70.10,\"unit\":\"kg\"}",
                "\"valueQuantity\":{\"value\":1e3}",
                "\"valueString\":\"\\ud83d\\ude00 \\u00e9\"",
                "\"_valueString\":{\"extension\":[{\"url\":\"http://x\",\"valueCode\":\"unknown\"}]}",
                "\"valueDateTime\":\"2024-02-29T23:59:60.123+14:00\"",
                "\"effectiveDateTime\":\"2024\"",
                "\"issued\":\"2024-01-01T00:00:00Z\"",
                "\"component\":[{\"code\":{\"text\":\"c\"},\"referenceRange\":[{\"text\":\"r\"}]}]",
                "\"text\":{\"status\":\"generated\",\"div\":\"<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">x</div>\"}",
                "\"contained\":[{\"id\":\"d\",\"resourceType\":\"Device\"}],\"device\":{\"reference\":\"#d\"}",
                "\"extension\":[{\"url\":\"http://x\",\"extension\":[{\"url\":\"y\",\"valueBoolean\":true}]}]",
                "\"note\":[{\"text\":\"a\",\"authorReference\":{\"display\":\"d\"}}]"
            })
    void shapesThatFhirDefines_pass(String more) throws Exception {
        String body = observation(more);

        assertThat(tokens(read(body))).isEqualTo(tokens(body));
    }

    @Test
    void repeatedPrimitives_passWithTheirExtensions() throws Exception {
        String body =
                "{\"name\":[{\"given\":[\"A\",null],\"_given\":[null,{\"id\":\"b\"}]}],\"resourceType\":\"Patient\"}";

        assertThat(tokens(read(body))).isEqualTo(tokens(body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // a Reference that only a lenient reader finds
                "\"subject\":\"Patient/p2\" | WRONG_JSON_TYPE | Observation.subject",
                "\"subject\":[{\"reference\":\"Patient/p2\"}] | WRONG_JSON_TYPE | Observation.subject",
                "\"subject\":{\"reference\":[\"Patient/p2\"]} | WRONG_JSON_TYPE | Observation.subject.reference",
                "\"subject\":{\"reference\":{\"value\":\"Patient/p2\"}} | WRONG_JSON_TYPE | Observation.subject.reference",
                "\"subject\":{\"reference\":null} | WRONG_JSON_TYPE | Observation.subject.reference",
                "\"subject\":{\"Reference\":\"Patient/p2\"} | UNKNOWN_ELEMENT | Observation.subject.Reference",
                "\"subject\":null | WRONG_JSON_TYPE | Observation.subject",
                "\"subject\":{} | EMPTY | Observation.subject",
                "\"subject\":[] | WRONG_JSON_TYPE | Observation.subject",
                "\"subjectReference\":{\"reference\":\"Patient/p2\"} | UNKNOWN_ELEMENT | Observation.subjectReference",
                "\"_subject\":{\"reference\":\"Patient/p2\"} | UNKNOWN_ELEMENT | Observation._subject",
                "\"subject\":{\"_reference\":{\"reference\":\"x\"}} | UNKNOWN_ELEMENT | Observation.subject._reference.reference",
                "\"performer\":{\"reference\":\"Patient/p2\"} | WRONG_JSON_TYPE | Observation.performer",
                "\"performer\":[[{\"reference\":\"Patient/p2\"}]] | WRONG_JSON_TYPE | Observation.performer[0]",
                "\"performer\":[null] | WRONG_JSON_TYPE | Observation.performer[0]",
                "\"performer\":[] | EMPTY | Observation.performer",
                // names
                "\"category.coding\":[{\"system\":\"s\",\"code\":\"c\"}] | UNKNOWN_ELEMENT | Observation",
                "\"Subject\":{\"reference\":\"Patient/p2\"} | UNKNOWN_ELEMENT | Observation.Subject",
                "\"John Doe 1970\":1 | UNKNOWN_ELEMENT | Observation",
                "\"fhir_comments\":[\"x\"] | UNKNOWN_ELEMENT | Observation",
                "\"value[x]\":1 | UNKNOWN_ELEMENT | Observation",
                "\"resource\":{\"resourceType\":\"Patient\"} | UNKNOWN_ELEMENT | Observation.resource",
                // choices, arrays, primitives
                "\"valueString\":\"a\",\"valueInteger\":1 | TWO_CHOICES | Observation.valueInteger",
                "\"valueString\":\"a\",\"_valueCode\":{\"id\":\"x\"} | UNKNOWN_ELEMENT | Observation._valueCode",
                "\"valueString\":\"a\",\"_valueInteger\":{\"id\":\"x\"} | TWO_CHOICES | Observation._valueInteger",
                "\"valueInteger\":\"1\" | WRONG_JSON_TYPE | Observation.valueInteger",
                "\"valueInteger\":1.0 | WRONG_JSON_TYPE | Observation.valueInteger",
                "\"valueInteger\":2147483648 | WRONG_FORMAT | Observation.valueInteger",
                "\"valueBoolean\":\"true\" | WRONG_JSON_TYPE | Observation.valueBoolean",
                "\"valueString\":\"\" | WRONG_FORMAT | Observation.valueString",
                "\"valueString\":\"a\\u0000b\" | WRONG_FORMAT | Observation.valueString",
                "\"valueString\":\"\\ud800\" | WRONG_FORMAT | Observation.valueString",
                "\"valueString\":\"\\udc00\\ud800\" | WRONG_FORMAT | Observation.valueString",
                "\"valueQuantity\":{\"value\":1e9999} | WRONG_FORMAT | Observation.valueQuantity.value",
                "\"valueQuantity\":{\"value\":\"1\"} | WRONG_JSON_TYPE | Observation.valueQuantity.value",
                "\"effectiveDateTime\":\"2024-13-01\" | WRONG_FORMAT | Observation.effectiveDateTime",
                "\"issued\":\"2024-01-01\" | WRONG_FORMAT | Observation.issued",
                "\"language\":\" en\" | WRONG_FORMAT | Observation.language",
                "\"implicitRules\":\"http://a b\" | WRONG_FORMAT | Observation.implicitRules",
                "\"id\":\"..\" | WRONG_FORMAT | Observation.id",
                "\"_id\":{\"extension\":[{\"url\":\"x\"}]} | UNKNOWN_ELEMENT | Observation._id",
                "\"meta\":{\"profile\":[null]} | UNALIGNED | Observation.meta.profile",
                "\"meta\":{\"profile\":[\"a\",null],\"_profile\":[null,null]} | UNALIGNED | Observation.meta.profile",
                "\"meta\":{\"profile\":[\"a\",null],\"_profile\":[null,{\"id\":\"x\"},{\"id\":\"y\"}]} | UNALIGNED | Observation.meta.profile",
                // resources within resources
                "\"contained\":[{\"id\":\"x\"}] | NO_RESOURCE_TYPE | Observation.contained[0]",
                "\"contained\":[{\"resourceType\":\"Nonsense\"}] | NO_RESOURCE_TYPE | Observation.contained[0]",
                "\"contained\":[{\"resourceType\":[\"Patient\"]}] | NO_RESOURCE_TYPE | Observation.contained[0]",
                "\"contained\":[{\"resourceType\":\"Device\",\"contained\":[{\"resourceType\":\"Device\"}]}] | NESTED_CONTAINED | Observation.contained[0].contained[0]",
                "\"contained\":{\"resourceType\":\"Device\"} | WRONG_JSON_TYPE | Observation.contained",
                "\"extension\":[{\"url\":\"x\",\"resource\":{\"resourceType\":\"Patient\",\"id\":\"p2\"}}] | UNKNOWN_ELEMENT | Observation.extension[0].resource",
                "\"extension\":[{\"url\":\"x\",\"valueObservation\":{}}] | UNKNOWN_ELEMENT | Observation.extension[0].valueObservation",
                "\"extension\":[{\"valueCode\":\"x\"}] | MISSING_ELEMENT | Observation.extension[0].url",
                "\"subject\":{\"resourceType\":\"Patient\",\"id\":\"p2\"} | UNKNOWN_ELEMENT | Observation.subject.resourceType",
                "\"component\":[{\"valueString\":\"x\"}] | MISSING_ELEMENT | Observation.component[0].code",
                "\"text\":{\"status\":\"generated\",\"div\":{\"x\":1}} | WRONG_JSON_TYPE | Observation.text.div"
            })
    @Requirement("FHIR-R4-JSON-2.6.2")
    void shapeThatFhirDoesNotDefine_isRefused_withItsPath(String more, Defect defect, String path) {
        assertThat(result(observation(more))).isEqualTo(new BodyResult.Invalid(defect, path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"resourceType\":\"Observation\",\"status\":\"final\"}",
                "{\"resourceType\":\"Observation\",\"status\":\"final\",\"_code\":{\"id\":\"x\"}}"
            })
    void elementThatFhirDemands_isMissed(String body) {
        assertThat(result(body)).isInstanceOf(BodyResult.Invalid.class);
    }

    @Test
    void requiredPrimitive_mayBeNothingButAnExtension() throws Exception {
        read(
                "{\"resourceType\":\"Observation\",\"code\":{\"text\":\"w\"},\"_status\":{\"extension\":[{\"url\":\"x\"}]}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"subject\":{\"reference\":\"Patient/p1\"},\"subject\":{\"reference\":\"Patient/p2\"}",
                "\"subject\":{\"reference\":\"Patient/p1\",\"\\u0072eference\":\"Patient/p2\"}",
                "\"valueString\":'x'",
                "\"valueInteger\":01",
                "\"valueInteger\":NaN",
                "/* x */ \"valueInteger\":1",
                "\"valueInteger\":1,",
                "\"valueInteger\":1}{\"x\":1"
            })
    void textThatIsNotOneJsonObject_isMalformed(String more) {
        assertThat(result(observation(more))).isEqualTo(new BodyResult.Malformed());
    }

    @Test
    void everyReference_isFound_whereverItStands() throws Exception {
        WrittenBody body = written(
                observation(
                        "\"subject\":{\"reference\":\"https://localhost:9443/fhir/Patient/p1\"},"
                                + "\"contained\":[{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"c\"},"
                                + "\"subject\":{\"reference\":\"Patient/p2\"}}],"
                                + "\"identifier\":[{\"assigner\":{\"display\":\"x\"}}],"
                                + "\"extension\":[{\"url\":\"x\",\"valueReference\":{\"reference\":\"Patient/p3\",\"type\":\"Patient\"}}]"));

        assertThat(body.references())
                .extracting(found -> found.path() + " " + found.reference().literal() + " "
                        + found.reference().impersonal())
                .containsExactly(
                        "Observation.subject Patient/p1 false",
                        "Observation.contained[0].subject Patient/p2 false",
                        "Observation.identifier[0].assigner null true",
                        "Observation.extension[0].valueReference Patient/p3 false");
        assertThat(body.submitted()).containsEntry("Patient/p1", "https://localhost:9443/fhir/Patient/p1");
    }

    @Test
    void onlyReferencesAndAttachments_areMadeRelative() throws Exception {
        String written = read("{\"resourceType\":\"DocumentReference\",\"status\":\"current\","
                + "\"extension\":[{\"url\":\"https://localhost:9443/fhir/StructureDefinition/x\","
                + "\"valueUri\":\"https://localhost:9443/fhir/y\"}],"
                + "\"content\":[{\"attachment\":{\"url\":\"https://localhost:9443/fhir/Binary/b\"}}]}");

        assertThat(written)
                .contains("\"https://localhost:9443/fhir/StructureDefinition/x\"")
                .contains("\"https://localhost:9443/fhir/y\"")
                .contains("\"url\":\"Binary/b\"");
    }

    @Test
    void deepestNesting_isBoundedByTheReader_notByTheStack() {
        String deep = "\"extension\":[{\"url\":\"x\",".repeat(5_000);
        assertThat(result(observation(deep))).isEqualTo(new BodyResult.Malformed());
    }

    @Test
    void everyResourceTypeOfR4_hasAStructure() {
        assertThat(org.caregate.protocol.fhir.type.ResourceTypes.all())
                .allSatisfy(type -> assertThat(Structures.ofResource(type)).isNotNull());
        assertThat(Structures.ofResource("HumanName")).isNull();
        assertThat(Structures.ofResource("Resource")).isNull();
    }

    @Test
    void resourceThatFitsTheExampleOfTheRig_passes() throws Exception {
        assertThat(read(Resources.observation("o1", "p1"))).isEqualTo(Resources.observation("o1", "p1"));
    }
}
