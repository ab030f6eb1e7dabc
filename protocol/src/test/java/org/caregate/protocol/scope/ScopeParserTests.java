package org.caregate.protocol.scope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.caregate.protocol.scope.FhirScope.Level;
import org.caregate.protocol.scope.FhirScope.Permission;
import org.caregate.protocol.scope.FhirScope.Restriction;
import org.caregate.protocol.scope.FhirScope.Syntax;
import org.caregate.protocol.scope.ScopeParse.Malformed;
import org.caregate.protocol.scope.ScopeParse.Parsed;
import org.caregate.protocol.scope.ScopeParse.Reason;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeParserTests {
    @Test
    void emptyValue_isNoScope() {
        assertThat(ScopeParser.parse("")).isEqualTo(new Parsed(Scopes.NONE, List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "patient/Observation.rs, PATIENT, Observation, V2, READ SEARCH",
        "user/Patient.cruds, USER, Patient, V2, CREATE READ UPDATE DELETE SEARCH",
        "system/*.s, SYSTEM, *, V2, SEARCH",
        "patient/Observation.read, PATIENT, Observation, V1, READ SEARCH",
        "patient/Observation.write, PATIENT, Observation, V1, CREATE UPDATE DELETE",
        "user/*.*, USER, *, V1, CREATE READ UPDATE DELETE SEARCH",
        "patient/Observation.d, PATIENT, Observation, V2, DELETE"
    })
    @Requirement("SMART2.2-scopes")
    void clinicalScope_isReadInBothSyntaxes(String text, Level level, String type, Syntax syntax, String permissions) {
        FhirScope scope = clinical(text);
        assertThat(scope.level()).isEqualTo(level);
        assertThat(scope.resourceType()).isEqualTo(type);
        assertThat(scope.syntax()).isEqualTo(syntax);
        assertThat(scope.permissions())
                .isEqualTo(Set.of(permissions.split(" ")).stream()
                        .map(Permission::valueOf)
                        .collect(Collectors.toSet()));
        assertThat(scope.restrictions()).isEmpty();
        assertThat(scope.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "patient/Observation.dus, PERMISSION_SYNTAX",
        "patient/Observation.sr, PERMISSION_SYNTAX",
        "patient/Observation.rr, PERMISSION_SYNTAX",
        "patient/Observation., PERMISSION_SYNTAX",
        "patient/Observation, PERMISSION_SYNTAX",
        "patient/Observation.RS, PERMISSION_SYNTAX",
        "patient/Observation.rs*, PERMISSION_SYNTAX",
        "patient/Observation.reads, PERMISSION_SYNTAX",
        "patient/Observation.r.s, PERMISSION_SYNTAX",
        "patient/observation.rs, RESOURCE_TYPE_SYNTAX",
        "patient/.rs, RESOURCE_TYPE_SYNTAX",
        "patient/Observation/x.rs, RESOURCE_TYPE_SYNTAX",
        "patient/, RESOURCE_TYPE_SYNTAX",
        "patient/**.rs, RESOURCE_TYPE_SYNTAX",
        "patient/Obs%65rvation.rs, RESOURCE_TYPE_SYNTAX",
        "patient/Observation.rs?, RESTRICTION_SYNTAX",
        "patient/Observation.rs?category, RESTRICTION_SYNTAX",
        "patient/Observation.rs?category=, RESTRICTION_SYNTAX",
        "patient/Observation.rs?=x, RESTRICTION_SYNTAX",
        "patient/Observation.rs?a=b&, RESTRICTION_SYNTAX",
        "patient/Observation.rs?a=%zz, PERCENT_ENCODING",
        "patient/Observation.rs?a=%2, PERCENT_ENCODING",
        "patient/Observation.rs?a=%ff, PERCENT_ENCODING",
        "patient/Observation.rs?a=%00, PERCENT_ENCODING",
        "patient/Observation.rs?%0a=b, PERCENT_ENCODING",
        "patient/Observation.rs?a=b&a=b, REPEATED_RESTRICTION",
        "patient/Observation.rs?a=b&a=%62, REPEATED_RESTRICTION",
        "patient/Observation.read?a=b, RESTRICTION_ON_V1",
        "patient/Observation.*?a=b, RESTRICTION_ON_V1",
        "patient/Obs\"ervation.rs, ILLEGAL_CHARACTER",
        "patient\\Observation.rs, ILLEGAL_CHARACTER",
        "späth, ILLEGAL_CHARACTER",
        "openid\topenid, ILLEGAL_CHARACTER"
    })
    @Requirement({"SMART2.2-scopes", "RFC6749-3.3"})
    void brokenToken_isMalformed_andNeverGrantedAsSomethingElse(String token, Reason reason) {
        assertThat(ScopeParser.parse("openid " + token + " patient/Patient.r"))
                .isEqualTo(new Malformed(List.of(new ScopeParse.Fault(token, reason))));
    }

    @Test
    void everyBrokenToken_isReported() {
        Malformed malformed = (Malformed) ScopeParser.parse("patient/a.r openid patient/Patient.sr");
        assertThat(malformed.faults())
                .extracting(ScopeParse.Fault::token)
                .containsExactly("patient/a.r", "patient/Patient.sr");
    }

    @Test
    void restrictions_areDecodedOnce_andKeptAsAsked() {
        String text = "patient/Observation.rs?category=http%3A%2F%2Fsys%7Ccode&code:in=a%252Bb+c";
        FhirScope scope = clinical(text);
        assertThat(scope.restrictions())
                .containsExactly(new Restriction("category", "http://sys|code"), new Restriction("code:in", "a%2Bb+c"));
        assertThat(scope.text()).isEqualTo(text);
        assertThat(scope.syntax()).isEqualTo(Syntax.V2);
    }

    @Test
    void restrictionThatEndsLikeV1_isStillV2() {
        assertThat(clinical("patient/Observation.rs?a=b.read").syntax()).isEqualTo(Syntax.V2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"email", "launch/encounter", "patient/Transport.rs", "Patient/Patient.rs", "admin/x", "OPENID"})
    @Requirement("RFC6749-3.3")
    void wellFormedStranger_isReportedAsUnknown_andTheRestIsRead(String stranger) {
        assertThat(ScopeParser.parse(stranger + " openid " + stranger))
                .isEqualTo(new Parsed(new Scopes(List.of(NamedScope.OPENID)), List.of(stranger)));
    }

    @Test
    void everyNamedScope_isKnown() {
        for (NamedScope scope : NamedScope.values()) {
            assertThat(scopes(scope.text()).contains(scope)).isTrue();
        }
    }

    @Test
    void repeatedScope_isOne_alsoInAnotherSpelling() {
        assertThat(scopes("openid  patient/Observation.rs?a=b openid patient/Observation.rs?a=%62 ")
                        .text())
                .isEqualTo("openid patient/Observation.rs?a=b");
    }

    @Test
    void oneMeaningInBothSyntaxes_staysTwoScopes_eachEchoedAsAsked() {
        assertThat(scopes("patient/Observation.rs patient/Observation.read").text())
                .isEqualTo("patient/Observation.rs patient/Observation.read");
    }

    @Test
    void listAtTheLimits_isRead_andBeyondThem_isMalformed() {
        String many = IntStream.range(0, ScopeParser.MAXIMUM_SCOPES)
                .mapToObj(i -> "s" + i)
                .collect(Collectors.joining(" "));
        assertThat(ScopeParser.parse(many)).isInstanceOf(Parsed.class);
        assertThat(reasons(many + " openid")).containsExactly(Reason.TOO_MANY_SCOPES);
        assertThat(ScopeParser.parse(" ".repeat(ScopeParser.MAXIMUM_LENGTH))).isInstanceOf(Parsed.class);
        assertThat(reasons(" ".repeat(ScopeParser.MAXIMUM_LENGTH + 1))).containsExactly(Reason.LIST_TOO_LONG);
        assertThat(ScopeParser.parse("s".repeat(ScopeParser.MAXIMUM_TOKEN_LENGTH)))
                .isInstanceOf(Parsed.class);
        assertThat(reasons("s".repeat(ScopeParser.MAXIMUM_TOKEN_LENGTH + 1))).containsExactly(Reason.TOKEN_TOO_LONG);
        String restricted = IntStream.range(0, ScopeParser.MAXIMUM_RESTRICTIONS)
                .mapToObj(i -> "a=" + i)
                .collect(Collectors.joining("&", "patient/Observation.rs?", ""));
        assertThat(ScopeParser.parse(restricted)).isInstanceOf(Parsed.class);
        assertThat(reasons(restricted + "&b=1")).containsExactly(Reason.TOO_MANY_RESTRICTIONS);
    }

    @Test
    void faultToken_isCutToALoggableLength() {
        Malformed malformed = (Malformed) ScopeParser.parse("patient/" + "x".repeat(500));
        assertThat(malformed.faults().getFirst().token()).hasSize(100);
    }

    private static List<Reason> reasons(String value) {
        return ((Malformed) ScopeParser.parse(value))
                .faults().stream().map(ScopeParse.Fault::reason).toList();
    }

    static Scopes scopes(String value) {
        return ((Parsed) ScopeParser.parse(value)).scopes();
    }

    static FhirScope clinical(String text) {
        return scopes(text).clinical().findFirst().orElseThrow();
    }

    @Test
    void rightsOfTheAdministration_areKnownByTheirExactWord() {
        for (AdminScope scope : AdminScope.values()) {
            assertThat(ScopeParser.parse(scope.text()))
                    .isEqualTo(new ScopeParse.Parsed(new Scopes(List.of(scope)), List.of()));
        }
        for (String unknown : List.of("admin/*.read", "admin/clients.*", "admin/clients", "admin/Clients.read")) {
            assertThat(ScopeParser.parse(unknown)).isEqualTo(new ScopeParse.Parsed(Scopes.NONE, List.of(unknown)));
        }
    }
}
