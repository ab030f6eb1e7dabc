package org.caregate.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class GenerateTablesTests {
    private final R4Definitions definitions = new R4Definitions();

    @TestFactory
    Stream<DynamicTest> committedTables_areWhatTheDefinitionsYield() {
        return GenerateTables.tables().entrySet().stream()
                .map(table -> DynamicTest.dynamicTest(
                        table.getKey(),
                        () -> assertThat(Path.of("..").resolve(table.getKey())).hasContent(table.getValue())));
    }

    @Test
    void patientCompartment_hasTheElementsOfTheOfficialDefinition() {
        assertThat(definitions.patientCompartment().lines())
                .hasSize(66)
                .contains(
                        "Observation performer=performer subject=subject",
                        "AuditEvent patient=agent.who,entity.what",
                        "Encounter patient=subject",
                        "Person patient=link.target");
    }

    @Test
    void referenceTargets_areTheTypesThatAParameterLeadsTo() {
        assertThat(definitions.referenceTargets().lines())
                .anySatisfy(
                        line -> assertThat(line)
                                .startsWith("Observation ")
                                .contains(" patient=Group,Patient ") // as R4's clinical-patient says
                                .contains(
                                        " performer=CareTeam,Organization,Patient,Practitioner,PractitionerRole,RelatedPerson "));
    }

    @Test
    void resourceTypes_areTheConcreteOnesOfR4() {
        assertThat(definitions.resourceTypes().lines())
                .hasSize(146)
                .contains("Patient", "List", "Binary")
                .doesNotContain("Resource", "DomainResource");
    }

    @Test
    void searchParameters_includeThoseOfEveryResource() {
        assertThat(definitions.searchParameters().lines().findFirst().orElseThrow())
                .startsWith("Resource ")
                .contains("_id=token", "_lastUpdated=date", "_text=string");
    }

    @Test
    void structures_sayTypeAndCardinality_andFollowContentReferences() {
        assertThat(new R4Structures()
                        .structures(definitions.patientCompartmentTypes())
                        .lines())
                .anyMatch(line -> line.startsWith("Observation ")
                        && line.contains(" code:CodeableConcept! ")
                        && line.contains(" performer:Reference* ")
                        && line.contains(" value[x]:Quantity|CodeableConcept|"))
                .anyMatch(line -> line.startsWith("Observation.component ")
                        && line.contains(" referenceRange:Observation.referenceRange*"))
                .anyMatch(line -> line.startsWith("Identifier ") && line.endsWith(" assigner:Reference~"))
                .anyMatch(line -> line.startsWith("Extension ") && line.contains(" url:uri-! "));
    }

    @Test
    void impersonalTypes_areThoseThatNameNothingOfAPatient() {
        assertThat(new R4Structures()
                        .impersonalTypes(definitions.patientCompartmentTypes())
                        .lines())
                .contains("Practitioner", "Organization", "Location", "Medication", "PlanDefinition")
                .doesNotContain(
                        "Patient", "Observation", "Device", "Group", "Task", "Binary", "Bundle", "Parameters", "Slot");
    }
}
