package org.caregate.policy.compartment;

import static org.assertj.core.api.Assertions.assertThat;

import org.caregate.protocol.fhir.ResourceTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompartmentPathsTests {
    @Test
    void paths_areThoseOfTheDefinition() {
        assertThat(CompartmentPaths.forType("Observation")).containsExactlyInAnyOrder("subject", "performer");
        assertThat(CompartmentPaths.forType("AuditEvent")).containsExactlyInAnyOrder("agent.who", "entity.what");
        assertThat(CompartmentPaths.forType("Task")).isEmpty();
    }

    @Test
    void patientLink_makesNoMember_andDevicePatientDoes() {
        assertThat(CompartmentPaths.forType("Patient")).isEmpty();
        assertThat(CompartmentPaths.contains("Patient")).isTrue();
        assertThat(CompartmentPaths.forType("Device")).containsExactly("patient");
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
