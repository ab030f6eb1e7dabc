package org.caregate.protocol.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.caregate.protocol.scope.ScopeParserTests.clinical;

import java.util.List;
import java.util.Set;
import org.caregate.protocol.scope.FhirScope.Level;
import org.caregate.protocol.scope.FhirScope.Permission;
import org.caregate.protocol.scope.FhirScope.Restriction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FhirScopeTests {
    @ParameterizedTest
    @CsvSource({
        "patient/Observation.rs, patient/Observation.r, true",
        "patient/Observation.rs, patient/Observation.read, true",
        "patient/*.rs, patient/Observation.rs?a=b, true",
        "patient/Observation.rs?a=b, patient/Observation.rs?a=b&c=d, true",
        "patient/Observation.rs?a=b, patient/Observation.rs, false",
        "patient/Observation.r, patient/Observation.rs, false",
        "patient/Observation.rs, patient/*.rs, false",
        "patient/Observation.rs, patient/Condition.rs, false",
        "user/Observation.rs, patient/Observation.rs, false"
    })
    void covers_meansNothingMoreIsAllowedByTheOther(String one, String other, boolean covers) {
        assertThat(clinical(one).covers(clinical(other))).isEqualTo(covers);
    }

    @Test
    void narrowedV1Scope_staysV1_whereV1CanSayIt() {
        FhirScope all = clinical("user/*.*");
        assertThat(all.withType("Patient").text()).isEqualTo("user/Patient.*");
        assertThat(all.withPermissions(Set.of(Permission.READ, Permission.SEARCH))
                        .text())
                .isEqualTo("user/*.read");
        assertThat(all.withPermissions(Set.of(Permission.CREATE, Permission.UPDATE, Permission.DELETE))
                        .text())
                .isEqualTo("user/*.write");
        assertThat(all.withPermissions(Set.of(Permission.READ)).text()).isEqualTo("user/*.r");
    }

    @Test
    void narrowedV2Scope_staysV2_inTheStrictOrder() {
        FhirScope all = clinical("user/*.cruds");
        assertThat(all.withPermissions(Set.of(Permission.SEARCH, Permission.CREATE, Permission.READ))
                        .text())
                .isEqualTo("user/*.crs");
        assertThat(all.withType("*")).isSameAs(all);
        assertThat(all.withPermissions(all.permissions())).isSameAs(all);
    }

    @Test
    void writtenRestriction_isEncodedOnlyWhereItMustBe() {
        FhirScope scope = FhirScope.of(
                Level.PATIENT,
                "Observation",
                Set.of(Permission.READ),
                List.of(new Restriction("category", "http://sys|a&b=c d%\"\\+#é")));
        assertThat(scope.text())
                .isEqualTo("patient/Observation.r?category=http://sys|a%26b%3Dc%20d%25%22%5C%2B%23%C3%A9");
        assertThat(clinical(scope.text()).restrictions()).isEqualTo(scope.restrictions());
    }

    @Test
    void scopeWithoutPermissions_isNoScope() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FhirScope(Level.USER, "Patient", Set.of(), List.of(), "user/Patient."));
    }
}
