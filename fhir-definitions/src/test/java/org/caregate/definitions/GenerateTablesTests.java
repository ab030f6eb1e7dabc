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
                                .contains(" patient=Patient ")
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
}
