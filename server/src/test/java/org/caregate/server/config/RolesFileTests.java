package org.caregate.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolesFileTests {
    private static final String GOOD = """
            roles:
              patient: { scopes: [ openid, "patient/*.rs" ] }
              clinician: { scopes: [ openid, "user/Observation.rs" ] }
              administrator: { scopes: [ openid ] }
            patients:
              dr.a: [ p1, p2 ]
            """;

    @TempDir
    Path folder;

    @Test
    void rolesAndPatientLists_areRead() {
        RolesFile read = read(GOOD);
        assertThat(read.definitions().roles()).containsOnlyKeys("patient", "clinician", "administrator");
        assertThat(read.definitions().ceiling(List.of("clinician")).text()).isEqualTo("openid user/Observation.rs");
        assertThat(read.patients()).containsOnlyKeys("dr.a").containsValue(Set.of("p1", "p2"));
    }

    @Test
    void unknownRole_isRefused() {
        assertThat(problems(GOOD.replace("administrator:", "janitor:")))
                .contains("janitor")
                .contains("administrator is missing");
    }

    @Test
    void malformedScope_isRefused() {
        assertThat(problems(GOOD.replace("user/Observation.rs", "user/Observation.sr")))
                .contains("user/Observation.sr");
    }

    @Test
    void recordsForTheAdministrator_areRefused() {
        assertThat(problems(GOOD.replace(
                        "administrator: { scopes: [ openid ]", "administrator: { scopes: [ \"user/Patient.rs\" ]")))
                .contains("administrator");
    }

    @Test
    void unknownKey_isRefused() {
        assertThat(problems(GOOD.replace("{ scopes: [ openid ] }", "{ scopes: [ openid ], ceiling: 3 }")))
                .contains("roles.administrator.ceiling");
    }

    @Test
    void patientIdThatIsNone_isRefused() {
        assertThat(problems(GOOD.replace("p2", "\"Patient/p2\""))).contains("patients.dr.a");
    }

    private String problems(String yaml) {
        return catchThrowableOfType(ConfigurationException.class, () -> read(yaml))
                .problems()
                .toString();
    }

    private RolesFile read(String yaml) {
        try {
            Path file = folder.resolve("roles.yaml");
            Files.writeString(file, yaml);
            return RolesFile.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
