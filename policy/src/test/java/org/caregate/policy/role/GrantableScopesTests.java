package org.caregate.policy.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.caregate.policy.role.CutScope.Reason;
import org.caregate.protocol.scope.ScopeParse.Parsed;
import org.caregate.protocol.scope.ScopeParser;
import org.caregate.protocol.scope.Scopes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantableScopesTests {
    private static final String ANY_CLIENT =
            "openid fhirUser launch/patient offline_access patient/*.cruds user/*.cruds system/*.cruds";
    private static final String CLINICIAN =
            "openid fhirUser launch/patient user/Patient.rs user/Observation.crus user/Condition.rs";

    @Test
    void scopesWithinBothCeilings_areGrantedAsAsked() {
        assertGranted(
                person("openid user/Observation.rs user/Patient.read", ANY_CLIENT, CLINICIAN),
                "openid user/Observation.rs user/Patient.read");
    }

    @Test
    void wildcard_isNarrowedToTheTypesOfTheRole_andTheCutIsTold() {
        assertGranted(
                person("user/*.rs", ANY_CLIENT, CLINICIAN),
                "user/Patient.rs user/Observation.rs user/Condition.rs",
                new CutScope("user/*.rs", Reason.ROLE_CEILING));
    }

    @Test
    void wildcardInV1_isNarrowedInV1WhereV1CanSayIt() {
        assertGranted(
                person("user/*.*", ANY_CLIENT, CLINICIAN),
                "user/Patient.read user/Observation.crus user/Condition.read",
                new CutScope("user/*.*", Reason.ROLE_CEILING));
    }

    @Test
    void wildcardUnderAWildcard_staysOne() {
        assertGranted(person("patient/*.rs", ANY_CLIENT, "patient/*.cruds"), "patient/*.rs");
    }

    @Test
    void permissionsBeyondTheRole_areCut() {
        assertGranted(
                person("user/Observation.cruds", ANY_CLIENT, CLINICIAN),
                "user/Observation.crus",
                new CutScope("user/Observation.cruds", Reason.ROLE_CEILING));
    }

    @Test
    void typesBeyondTheRole_areCutWhole() {
        assertGranted(
                person("user/Procedure.rs", ANY_CLIENT, CLINICIAN),
                "",
                new CutScope("user/Procedure.rs", Reason.ROLE_CEILING));
    }

    @Test
    void anotherLevelThanTheRoles_isCut() {
        assertGranted(
                person("patient/Patient.rs", ANY_CLIENT, CLINICIAN),
                "",
                new CutScope("patient/Patient.rs", Reason.ROLE_CEILING));
    }

    @Test
    void permissionsBeyondTheClient_areCut_andBothCeilingsAreNamed() {
        assertGranted(
                person("user/Observation.cruds", "user/Observation.rds", CLINICIAN),
                "user/Observation.rs",
                new CutScope("user/Observation.cruds", Reason.CLIENT_CEILING),
                new CutScope("user/Observation.cruds", Reason.ROLE_CEILING));
    }

    @Test
    void ceilingsInSeveralScopes_addUp() {
        assertGranted(
                person("user/Observation.rs", "user/Observation.r user/Observation.s", CLINICIAN),
                "user/Observation.rs");
    }

    @Test
    void overlappingCeilings_grantOneScope() {
        assertGranted(person("user/Patient.rs", "user/*.r user/Patient.rs", CLINICIAN), "user/Patient.rs");
    }

    @Test
    void namedScopes_needClientAndRole() {
        assertGranted(
                person("openid fhirUser offline_access profile", "openid offline_access profile", "openid fhirUser"),
                "openid",
                new CutScope("fhirUser", Reason.CLIENT_CEILING),
                new CutScope("offline_access", Reason.ROLE_CEILING),
                new CutScope("profile", Reason.ROLE_CEILING));
    }

    @Test
    void unknownWords_areReported() {
        assertGranted(person("openid email", ANY_CLIENT, CLINICIAN), "openid", new CutScope("email", Reason.UNKNOWN));
    }

    @Test
    void categoryOfObservationAndCondition_isGrantedInTheSpellingAsked() {
        String asked = "user/Observation.rs?category=http%3A%2F%2Fsys%7Ca user/Condition.rs?category=http://sys|b";
        assertGranted(person(asked, ANY_CLIENT, CLINICIAN), asked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user/Observation.rs?code=http://loinc.org|1",
                "user/Observation.rs?category:in=http://sys|a",
                "user/Observation.rs?category=a",
                "user/Observation.rs?category=|a",
                "user/Observation.rs?category=http://sys|",
                "user/Observation.rs?category=http://sys|a,http://sys|b",
                "user/Observation.rs?category=http://sys|a|b",
                "user/Observation.rs?category=http://sys|a$b",
                "user/Observation.rs?category=http://sys|a%5C",
                "user/Observation.rs?category=http://sys|a%20b",
                "user/Observation.rs?category=http://sys|a&category=http://sys|b",
                "user/Observation.rs?category=http://sys|a&code=x",
                "user/Patient.rs?category=http://sys|a",
                "user/*.rs?category=http://sys|a"
            })
    void restrictionWeCannotProve_cutsTheScopeWhole_ratherThanWideningIt(String asked) {
        assertGranted(person(asked, ANY_CLIENT, CLINICIAN), "", new CutScope(asked, Reason.RESTRICTION_NOT_SUPPORTED));
    }

    @Test
    void restrictedCeiling_restrictsWhatIsAsked() {
        assertGranted(
                person("user/Observation.rs", "user/Observation.rs?category=http://sys|a", CLINICIAN),
                "user/Observation.rs?category=http://sys|a",
                new CutScope("user/Observation.rs", Reason.CLIENT_CEILING));
    }

    @Test
    void restrictionsOfAskedAndCeiling_thatTogetherCannotBeProved_grantNothing() {
        assertGranted(
                person(
                        "user/Observation.rs?category=http://sys|b",
                        "user/Observation.rs?category=http://sys|a",
                        CLINICIAN),
                "",
                new CutScope("user/Observation.rs?category=http://sys|b", Reason.CLIENT_CEILING));
    }

    @Test
    void systemScopes_areNotForPeople() {
        assertGranted(
                person("system/Patient.rs", ANY_CLIENT, CLINICIAN),
                "",
                new CutScope("system/Patient.rs", Reason.ONLY_FOR_SYSTEMS));
    }

    @Test
    void systems_getSystemScopesUnderTheClientsCeilingOnly() {
        GrantableScopes grantable = GrantableScopes.forSystem(
                parsed("system/*.rs openid patient/Patient.rs user/Patient.rs x"),
                parsed("system/Patient.rs openid").scopes());
        assertGranted(
                grantable,
                "system/Patient.rs",
                new CutScope("system/*.rs", Reason.CLIENT_CEILING),
                new CutScope("openid", Reason.NEEDS_A_PERSON),
                new CutScope("patient/Patient.rs", Reason.NEEDS_A_PERSON),
                new CutScope("user/Patient.rs", Reason.NEEDS_A_PERSON),
                new CutScope("x", Reason.UNKNOWN));
    }

    private static void assertGranted(GrantableScopes grantable, String granted, CutScope... cut) {
        assertThat(grantable.granted().text()).isEqualTo(granted);
        assertThat(grantable.cut()).containsExactly(cut);
    }

    private static GrantableScopes person(String asked, String client, String role) {
        return GrantableScopes.forPerson(
                parsed(asked), parsed(client).scopes(), parsed(role).scopes());
    }

    private static Parsed parsed(String text) {
        return (Parsed) ScopeParser.parse(text);
    }

    @Test
    void refreshSubset_isNoMoreThanGranted_permissionByPermission() {
        assertThat(isSubset("patient/Observation.rs", "patient/Observation.r patient/Observation.s"))
                .isTrue();
        assertThat(isSubset("openid patient/Observation.read", "openid patient/*.rs"))
                .isTrue();
        assertThat(isSubset("", "openid")).isTrue();
        assertThat(isSubset("fhirUser", "openid")).isFalse();
        assertThat(isSubset("patient/Observation.rs", "patient/Observation.r")).isFalse();
        assertThat(isSubset("patient/Observation.rs", "patient/Observation.rs?category=http://sys|a"))
                .isFalse();
        assertThat(isSubset("openid patient/Observation.rs", "patient/Observation.rs"))
                .isFalse();
    }

    private static boolean isSubset(String asked, String granted) {
        Scopes some = parsed(asked).scopes();
        return ScopeAlgebra.isSubset(some, parsed(granted).scopes());
    }

    @Test
    void nothingAsked_isNothingGranted() {
        assertThat(person("", ANY_CLIENT, CLINICIAN)).isEqualTo(new GrantableScopes(Scopes.NONE, List.of()));
    }

    @Test
    void rightsOfTheAdministration_areHeldToBothCeilings_andNeedNoPerson() {
        String ceiling = "openid admin/clients.read admin/clients.write";
        assertGranted(
                person("admin/clients.read admin/clients.write", ceiling, "openid admin/clients.read"),
                "admin/clients.read",
                new CutScope("admin/clients.write", Reason.ROLE_CEILING));
        assertGranted(
                person("admin/keys.write", ceiling, "admin/keys.write"),
                "",
                new CutScope("admin/keys.write", Reason.CLIENT_CEILING));
        assertThat(GrantableScopes.forSystem(
                                (Parsed) ScopeParser.parse("openid admin/clients.read admin/keys.write"),
                                ((Parsed) ScopeParser.parse(ceiling)).scopes())
                        .granted()
                        .text())
                .isEqualTo("admin/clients.read");
    }
}
