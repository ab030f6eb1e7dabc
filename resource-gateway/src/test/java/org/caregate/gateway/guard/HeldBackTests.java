package org.caregate.gateway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.caregate.gateway.guard.Guards.Searched;
import org.caregate.gateway.rig.Resources;
import org.caregate.policy.compartment.Release.Reason;
import org.caregate.protocol.scope.FhirScope.Permission;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The named ways to make a gateway read another resource than a client does. Each row is a resource of another patient, or with one
 * inside, that also names the token's own patient; it is held back as a read and as an entry, and the entries beside it pass.
 */
class HeldBackTests {
    private static final String P1 = "{\"reference\":\"Patient/p1\"}";
    private static final String P2 = "{\"reference\":\"Patient/p2\"}";
    private static final String FOREIGN_PATIENT =
            "{\"resourceType\":\"Patient\",\"id\":\"p2\",\"name\":[{\"text\":\"Canary\"}]}";

    private static Arguments row(String name, Reason reason, String type, String properties) {
        String json = "{\"resourceType\":\"" + type + "\",\"id\":\"x1\",\"meta\":{\"tag\":[{\"display\":\"Canary\"}]},"
                + properties.replace('\'', '"') + "}";
        return Arguments.of(Named.of(name, json), reason);
    }

    /** An observation that the own patient performed, and that says {@code subject} in some other way. */
    private static Arguments subject(String name, Reason reason, String subject) {
        return row("subject: " + name, reason, "Observation", "'performer':[" + P1 + "]," + subject);
    }

    /** An observation of the own patient, and something else. */
    private static Arguments own(String name, Reason reason, String more) {
        return row(name, reason, "Observation", "'subject':" + P1 + "," + more);
    }

    static Stream<Arguments> heldBack() {
        return Stream.of(subjects(), grammar(), positions(), owners(), contained())
                .flatMap(rows -> rows);
    }

    private static Stream<Arguments> subjects() {
        Reason unreadable = Reason.UNPROVABLE_REFERENCE;
        return Stream.of(
                subject("a string", unreadable, "'subject':'Patient/p2'"),
                subject("an array of strings", unreadable, "'subject':['Patient/p2']"),
                subject("a list of other patients", Reason.OTHER_PATIENT, "'subject':[" + P1 + "," + P2 + "]"),
                subject("a list of the own patient", unreadable, "'subject':[" + P1 + "]"),
                subject("a list of lists", Reason.NOT_FHIR, "'subject':[[" + P2 + "]]"),
                subject("a list of a group", unreadable, "'subject':[{'reference':'Group/g'}]"),
                subject("a number", unreadable, "'subject':2"),
                subject("true", unreadable, "'subject':true"),
                subject("null", unreadable, "'subject':null"),
                subject("an empty object", unreadable, "'subject':{}"),
                subject(
                        "only an extension",
                        unreadable,
                        "'subject':{'extension':[{'url':'u','valueReference':" + P2 + "}]}"),
                subject("only an id", unreadable, "'subject':{'id':'Patient/p2'}"),
                subject("reference a list", unreadable, "'subject':{'reference':['Patient/p2']}"),
                subject("reference an object", unreadable, "'subject':{'reference':{'value':'Patient/p2'}}"),
                subject("reference a number", unreadable, "'subject':{'reference':2}"),
                subject("reference null", unreadable, "'subject':{'reference':null}"),
                subject("reference null, with a display", unreadable, "'subject':{'reference':null,'display':'P2'}"),
                subject("Reference in another case", unreadable, "'subject':{'Reference':'Patient/p2'}"),
                subject("only _reference", unreadable, "'subject':{'_reference':{'id':'Patient/p2'}}"),
                subject("_reference and a display", unreadable, "'subject':{'_reference':{'id':'a'},'display':'P2'}"),
                subject(
                        "an unknown property beside",
                        unreadable,
                        "'subject':{'reference':'Patient/p1','value':'Patient/p2'}"),
                subject("resource inlined", Reason.NOT_FHIR, "'subject':{'resource':" + FOREIGN_PATIENT + "}"),
                subject("identifier a list", unreadable, "'subject':{'display':'x','identifier':[{'value':'2'}]}"),
                subject("type a list", unreadable, "'subject':{'reference':'Patient/p1','type':['Patient']}"),
                subject("in another case", unreadable, "'Subject':" + P2),
                subject(
                        "as an extension",
                        unreadable,
                        "'_subject':{'extension':[{'url':'u','valueReference':" + P2 + "}]}"),
                subject("empty reference", unreadable, "'subject':{'reference':''}"),
                subject("blank before", unreadable, "'subject':{'reference':' Patient/p1'}"),
                subject("encoded", unreadable, "'subject':{'reference':'Patient%2Fp1'}"),
                subject("lower case", unreadable, "'subject':{'reference':'patient/p1'}"),
                subject("two in one", unreadable, "'subject':{'reference':'Patient/p1,Patient/p2'}"),
                row(
                        "a step on the way is a string",
                        Reason.UNPROVABLE_REFERENCE,
                        "Procedure",
                        "'subject':" + P1 + ",'performer':['Patient/p2']"),
                row(
                        "a step on the way in another case",
                        Reason.UNPROVABLE_REFERENCE,
                        "Procedure",
                        "'subject':" + P1 + ",'Performer':[{'actor':" + P2 + "}]"));
    }

    private static Stream<Arguments> grammar() {
        return Stream.of(
                own("a property twice", Reason.NOT_FHIR, "'subject':" + P2),
                own("a property twice, escaped", Reason.NOT_FHIR, "'\\u0073ubject':" + P2),
                own("a property twice but for its case", Reason.NOT_FHIR, "'SUBJECT':" + P2),
                own("a property twice, deep inside", Reason.NOT_FHIR, "'code':{'text':'a','text':'b'}"),
                subject(
                        "reference twice",
                        Reason.NOT_FHIR,
                        "'subject':{'reference':'Patient/p1','reference':'Patient/p2'}"),
                own("a property with a dot", Reason.NOT_FHIR, "'category.coding':{'system':'s','code':'c'}"),
                own("a property with a blank", Reason.NOT_FHIR, "'subject ':" + P2),
                own("a property with a letter that looks alike", Reason.NOT_FHIR, "'\u0455ubject':" + P2),
                own("a property with nothing in it", Reason.NOT_FHIR, "'':" + P2),
                own("a property with two underscores", Reason.NOT_FHIR, "'__subject':" + P2),
                own("a property with a null character", Reason.NOT_FHIR, "'subject\\u0000':" + P2),
                own("another id", Reason.NOT_FHIR, "'ID':'x2'"));
    }

    private static Stream<Arguments> positions() {
        return Stream.of(
                own(
                        "a resource in an extension",
                        Reason.NOT_FHIR,
                        "'extension':[{'url':'u','resource':" + FOREIGN_PATIENT + "}]"),
                own("a resource as a property", Reason.NOT_FHIR, "'resource':" + FOREIGN_PATIENT),
                own("a resource in a list of lists", Reason.NOT_FHIR, "'contained':[[" + FOREIGN_PATIENT + "]]"),
                own("a contained resource without a list", Reason.NOT_FHIR, "'contained':" + FOREIGN_PATIENT),
                own("an entry outside of a Bundle", Reason.NOT_FHIR, "'entry':[{'resource':" + FOREIGN_PATIENT + "}]"),
                own(
                        "a parameter outside of Parameters",
                        Reason.NOT_FHIR,
                        "'parameter':[{'resource':" + FOREIGN_PATIENT + "}]"),
                own("contained in another case", Reason.NOT_FHIR, "'Contained':[" + FOREIGN_PATIENT + "]"),
                own("contained deeper", Reason.NOT_FHIR, "'code':{'contained':[" + FOREIGN_PATIENT + "]}"),
                own(
                        "contained in contained",
                        Reason.NOT_FHIR,
                        "'contained':[{'resourceType':'Specimen','contained':[" + FOREIGN_PATIENT + "]}]"),
                own("contained of no type", Reason.NOT_FHIR, "'contained':[{'id':'p2'}]"),
                own("contained of no known type", Reason.NOT_FHIR, "'contained':[{'resourceType':'Person2'}]"),
                own("resourceType in another case", Reason.NOT_FHIR, "'code':{'ResourceType':'Patient','id':'p2'}"),
                own("resourceType with an underscore", Reason.NOT_FHIR, "'code':{'_resourceType':{},'id':'p2'}"));
    }

    private static Stream<Arguments> owners() {
        return Stream.of(
                subject("a group", Reason.OTHER_OWNER, "'subject':{'reference':'Group/g'}"),
                subject("a name alone", Reason.OTHER_OWNER, "'subject':{'display':'P2'}"),
                subject(
                        "a device elsewhere",
                        Reason.OTHER_OWNER,
                        "'subject':{'reference':'https://e.example/Device/1'}"),
                subject("an identifier", Reason.UNPROVABLE_REFERENCE, "'subject':{'identifier':{'value':'2'}}"),
                subject("another patient", Reason.OTHER_PATIENT, "'subject':" + P2),
                subject(
                        "a contained group",
                        Reason.OTHER_OWNER,
                        "'contained':[{'resourceType':'Group','id':'g'}],'subject':{'reference':'#g'}"),
                row(
                        "beneficiary: a group",
                        Reason.UNPROVABLE_REFERENCE,
                        "Coverage",
                        "'subscriber':" + P1 + ",'beneficiary':'Group/g'"),
                row(
                        "patient: a name alone",
                        Reason.OTHER_OWNER,
                        "Claim",
                        "'payee':{'party':" + P1 + "},'patient':{'display':'P2'}"));
    }

    private static Stream<Arguments> contained() {
        return Stream.of(
                own("a contained patient", Reason.UNPROVABLE_REFERENCE, "'contained':[" + FOREIGN_PATIENT + "]"),
                own(
                        "a contained observation of another",
                        Reason.OTHER_PATIENT,
                        "'contained':[{'resourceType':'Observation','id':'a','subject':" + P2 + "}]"),
                own(
                        "a contained observation with an unreadable subject",
                        Reason.UNPROVABLE_REFERENCE,
                        "'contained':[{'resourceType':'Observation','id':'a','subject':'Patient/p2'}]"),
                own(
                        "a contained related person of another",
                        Reason.OTHER_PATIENT,
                        "'contained':[{'resourceType':'RelatedPerson','patient':" + P2 + "}]"),
                own(
                        "a contained bundle",
                        Reason.UNPROVABLE_REFERENCE,
                        "'contained':[{'resourceType':'Bundle','id':'b'}]"),
                own(
                        "a contained bundle with an entry",
                        Reason.NOT_FHIR,
                        "'contained':[{'resourceType':'Bundle','entry':[{'resource':" + FOREIGN_PATIENT + "}]}]"),
                row(
                        "a patient's own with another's inside",
                        Reason.COMPARTMENT,
                        "Practitioner",
                        "'contained':[{'resourceType':'Observation','id':'a','subject':" + P2 + "}]"));
    }

    @ParameterizedTest
    @MethodSource("heldBack")
    void read_isHeldBack(String json, Reason reason) {
        assertThat(Guards.read(json, Guards.onlyP1(Permission.READ))).isEqualTo(reason);
    }

    @ParameterizedTest
    @MethodSource("heldBack")
    void entry_isHeldBack_andItsNeighboursPass(String json, Reason reason) {
        Searched searched = Guards.search(
                Resources.bundle(Resources.observation("o1", "p1"), json, Resources.observation("o2", "p1")),
                Guards.onlyP1(Permission.SEARCH));

        assertThat(searched.whole()).isTrue();
        assertThat(searched.bytes())
                .contains("Observation/o1", "Observation/o2")
                .doesNotContain("Canary")
                .doesNotContain("p2");
        assertThat(searched.heldBack()).extracting(ForeignResource::reason).containsExactly(reason);
        assertThat(searched.heldBack().getFirst().reference()).endsWith("/x1");
    }

    @Test
    void categoryInAName_isNoCategory() {
        List<String> categories = List.of(
                "\"category\":[{\"coding\":{\"system\":\"S\",\"code\":\"vital-signs\"}}]",
                "\"category\":{\"coding\":[{\"system\":\"S\",\"code\":\"vital-signs\"}]}",
                "\"Category\":[{\"coding\":[{\"system\":\"S\",\"code\":\"vital-signs\"}]}]",
                "\"component\":[{\"category\":[{\"coding\":[{\"system\":\"S\",\"code\":\"vital-signs\"}]}]}]",
                "\"contained\":[{\"resourceType\":\"Observation\","
                        + "\"category\":[{\"coding\":[{\"system\":\"S\",\"code\":\"vital-signs\"}]}]}]");
        for (String category : categories) {
            String json = "{\"resourceType\":\"Observation\",\"id\":\"o1\",\"subject\":" + P1 + ","
                    + category.replace("\"S\"", "\"http://terminology.hl7.org/CodeSystem/observation-category\"") + "}";
            assertThat(Guards.read(json, Guards.onlyVitalSignsOfP1(Permission.READ)))
                    .as(category)
                    .isEqualTo(Reason.CATEGORY);
        }
        assertThat(Guards.read(Resources.observation("o1", "p1"), Guards.onlyVitalSignsOfP1(Permission.READ)))
                .isInstanceOf(String.class);
    }

    @Test
    void ordinaryShapes_pass() {
        List<String> ordinary = List.of(
                "\"subject\":{\"reference\":\"Patient/p1\",\"_reference\":{\"id\":\"a\"},\"type\":\"Patient\","
                        + "\"display\":\"Anna\",\"identifier\":{\"value\":\"1\"},\"id\":\"r\",\"extension\":[{\"url\":\"u\"}]}",
                "\"subject\":{\"reference\":\"" + Guards.UPSTREAM
                        + "/Patient/p1\"},\"performer\":[{\"display\":\"Dr. D\"}]",
                "\"performer\":[" + P1 + "]",
                "\"subject\":" + P1 + ",\"contained\":[{\"resourceType\":\"Specimen\",\"id\":\"s\",\"subject\":" + P1
                        + "}],\"specimen\":{\"reference\":\"#s\"}",
                "\"subject\":" + P1
                        + ",\"_status\":{\"extension\":[{\"url\":\"u\",\"valueString\":\"resourceType\"}]}");
        for (String properties : ordinary) {
            String json = "{\"id\":\"o1\"," + properties + ",\"resourceType\":\"Observation\"}";
            assertThat(Guards.read(json, Guards.onlyP1(Permission.READ)))
                    .as(json)
                    .isEqualTo(json.replace(Guards.UPSTREAM, Guards.OURS));
        }
    }

    /** ADR 22: elements that R4 does not have may be there, as long as they hold no resource. */
    @Test
    void observationThatNamesAnotherPatientInAnUnknownProperty_passes_andOneThatHoldsTheRecordThere_isHeldBack() {
        String start = "{\"resourceType\":\"Observation\",\"id\":\"o1\",\"subject\":" + P1 + ",\"keptFor\":";

        assertThat(Guards.read(start + P2 + "}", Guards.onlyP1(Permission.READ)))
                .isEqualTo(start + P2 + "}");
        assertThat(Guards.read(start + FOREIGN_PATIENT + "}", Guards.onlyP1(Permission.READ)))
                .isEqualTo(Reason.NOT_FHIR);
    }

    @Test
    void resourcesWhereFhirHasThem_passToWhomEverythingIsOpen() {
        List<String> whole = List.of(
                "{\"resourceType\":\"Bundle\",\"id\":\"b\",\"entry\":[{\"resource\":" + FOREIGN_PATIENT
                        + ",\"response\":{\"status\":\"200\",\"outcome\":{\"resourceType\":\"OperationOutcome\"}}}]}",
                "{\"resourceType\":\"Parameters\",\"id\":\"b\",\"parameter\":[{\"part\":[{\"name\":\"a\",\"resource\":"
                        + FOREIGN_PATIENT + "}]}]}",
                "{\"resourceType\":\"ExampleScenario\",\"id\":\"e\",\"instance\":[{\"resourceType\":\"Patient\"}]}");
        for (String json : whole) {
            assertThat(Guards.read(json, Guards.everything(Permission.READ))).isEqualTo(json);
        }
    }

    @Test
    void whatIsNotFhir_isHeldBackFromEverybody() {
        String json = "{\"resourceType\":\"Observation\",\"id\":\"o1\",\"subject\":" + P1
                + ",\"extension\":[{\"resource\":" + FOREIGN_PATIENT + "}]}";

        assertThat(Guards.read(json, Guards.everything(Permission.READ))).isEqualTo(Reason.NOT_FHIR);
        assertThat(Guards.search(Resources.bundle(json), Guards.everything(Permission.SEARCH))
                        .bytes())
                .doesNotContain("Canary");
    }
}
