package org.caregate.policy.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caregate.policy.role.RoleDefinitions.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleDefinitionsTests {
    private static final Map<String, List<String>> PLAIN = Map.of(
            "patient", List.of("openid", "patient/*.rs"),
            "clinician", List.of("openid", "user/Patient.rs", "patient/Patient.rs"),
            "administrator", List.of("openid", "fhirUser"));

    @Test
    void plainDefinitions_areValid_andNameTheirRoles() {
        RoleDefinitions definitions = valid(PLAIN);
        assertThat(definitions.roles()).containsOnlyKeys("patient", "clinician", "administrator");
        assertThat(definitions.ceiling(Set.of("clinician")).text())
                .isEqualTo("openid user/Patient.rs patient/Patient.rs");
    }

    @Test
    void ceilings_ofSeveralRoles_addUp_andStrangersAddNothing() {
        assertThat(valid(PLAIN)
                        .ceiling(List.of("patient", "administrator", "stranger", "patient"))
                        .text())
                .isEqualTo("openid fhirUser patient/*.rs");
        assertThat(valid(PLAIN).ceiling(Set.of()).text()).isEmpty();
    }

    @Test
    void version_changesWithTheDefinitions_andOnlyWithThem() {
        assertThat(valid(PLAIN).version())
                .matches("[0-9a-f]{16}")
                .isEqualTo(valid(new HashMap<>(PLAIN)).version());
        assertThat(valid(with("patient", "patient/*.r")).version())
                .isNotEqualTo(valid(PLAIN).version());
    }

    @ParameterizedTest
    @CsvSource({
        "patient, user/Patient.rs, a patient has patient scopes only",
        "patient, system/Patient.rs, system scopes are for clients without a person",
        "clinician, user/*.rs, name the types: no wildcard for the workforce",
        "clinician, user/Observation.rs?category=s|a, a ceiling has no restrictions",
        "administrator, user/Patient.rs, an administrator sees no record",
        "clinician, admin/clients.read, administering is the administrator's",
        "patient, admin/audit.read, administering is the administrator's",
        "administrator, admin/clients.all, not one well-formed scope",
        "clinician, user/Patient.sr, not one well-formed scope",
        "clinician, user/Human.rs, not one well-formed scope",
        "clinician, openid fhirUser, not one well-formed scope",
        "clinician, '', not one well-formed scope"
    })
    void scopeARoleMayNotHold_isAProblemInWords(String role, String scope, String problem) {
        assertThat(problems(with(role, scope))).containsExactly("role " + role + ": " + scope + ": " + problem);
    }

    @Test
    void missingAndUnknownRoles_areAllReportedTogether() {
        assertThat(problems(Map.of("nurse", List.of(), "patient", List.of("x"))))
                .containsExactly(
                        "role administrator is missing",
                        "role clinician is missing",
                        "role nurse is not known; the roles are [administrator, clinician, patient]",
                        "role patient: x: not one well-formed scope");
    }

    private static Map<String, List<String>> with(String role, String scope) {
        Map<String, List<String>> changed = new HashMap<>(PLAIN);
        changed.put(role, List.of(scope));
        return changed;
    }

    private static RoleDefinitions valid(Map<String, List<String>> scopesByRole) {
        return ((Result.Valid) RoleDefinitions.define(scopesByRole)).definitions();
    }

    private static List<String> problems(Map<String, List<String>> scopesByRole) {
        return ((Result.Invalid) RoleDefinitions.define(scopesByRole)).problems();
    }
}
