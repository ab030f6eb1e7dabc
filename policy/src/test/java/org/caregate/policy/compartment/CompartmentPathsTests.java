package org.caregate.policy.compartment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.caregate.protocol.fhir.type.ResourceTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompartmentPathsTests {
    @Test
    void paths_areThoseOfTheDefinition() {
        assertThat(CompartmentPaths.forType("Observation"))
                .containsExactlyInAnyOrder(List.of("subject"), List.of("performer"));
        assertThat(CompartmentPaths.forType("AuditEvent"))
                .containsExactlyInAnyOrder(List.of("agent", "who"), List.of("entity", "what"));
        assertThat(CompartmentPaths.forType("Task")).isEmpty();
    }

    @Test
    void patientLink_makesNoMember_andDevicePatientDoes() {
        assertThat(CompartmentPaths.forType("Patient")).isEmpty();
        assertThat(CompartmentPaths.contains("Patient")).isTrue();
        assertThat(CompartmentPaths.forType("Device")).containsExactly(List.of("patient"));
    }

    @Test
    void everyTypeOfTheCompartment_namesItsOwner_orIsKnownToHaveNone() {
        assertThat(CompartmentPaths.types()).allSatisfy(type -> {
            long owners = CompartmentPaths.forType(type).stream()
                    .filter(path -> CompartmentPaths.isOwner(type, path))
                    .count();
            boolean none = List.of(
                            "Appointment", // participants
                            "AppointmentResponse",
                            "AuditEvent", // agents and entities
                            "Group", // members
                            "Patient", // its own
                            "Person", // links
                            "Provenance", // targets
                            "Schedule", // actors
                            "SupplyRequest") // where it is delivered to
                    .contains(type);
            assertThat(owners).isEqualTo(none ? 0 : 1);
        });
    }

    @Test
    void sharedTypes_lieInNoCompartment() {
        assertThat(ResourceTypes.all())
                .filteredOn(CompartmentPaths::isShared)
                .hasSize(6)
                .noneMatch(CompartmentPaths::contains);
    }

    @ParameterizedTest
    @CsvSource({
        "Patient, _id",
        "Observation, patient",
        "Coverage, patient",
        "Appointment, patient",
        "Schedule, actor",
        "QuestionnaireResponse, patient",
        "ResearchSubject, patient",
        "Group, member",
        "DeviceUseStatement, patient",
        "AppointmentResponse, patient"
    })
    void narrowingParameter_isThePatientsWhereThereIsOne(String type, String parameter) {
        assertThat(CompartmentPaths.narrowingParameter(type)).contains(parameter);
    }

    @Test
    void everyNarrowingParameter_isDefinedForItsType_andTypesOutsideHaveNone() {
        assertThat(ResourceTypes.all()).allSatisfy(type -> {
            boolean defined = CompartmentPaths.narrowingParameter(type)
                    .filter(name -> SearchParameters.typeOf(type, name)
                            .or(() -> SearchParameters.typeOfGeneral(name))
                            .isPresent())
                    .isPresent();
            assertThat(defined).isEqualTo(CompartmentPaths.contains(type));
        });
    }
}
