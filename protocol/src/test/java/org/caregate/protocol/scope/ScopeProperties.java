package org.caregate.protocol.scope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.caregate.protocol.fhir.type.ResourceTypes;
import org.caregate.protocol.scope.FhirScope.Level;
import org.caregate.protocol.scope.FhirScope.Permission;
import org.caregate.protocol.scope.FhirScope.Restriction;
import org.caregate.protocol.scope.FhirScope.Syntax;
import org.caregate.protocol.scope.ScopeParse.Malformed;
import org.caregate.protocol.scope.ScopeParse.Parsed;

class ScopeProperties {
    @Property
    void writtenScope_readsBackAsItself(@ForAll("clinical") FhirScope scope) {
        assertThat(ScopeParser.parse(scope.text())).isEqualTo(new Parsed(new Scopes(List.of(scope)), List.of()));
    }

    @Property
    void parsedList_readsBackAsItself(@ForAll("lists") String value) {
        if (ScopeParser.parse(value) instanceof Parsed(Scopes scopes, List<String> unknown)) {
            assertThat(ScopeParser.parse(scopes.text())).isEqualTo(new Parsed(scopes, List.of()));
        }
    }

    @Property
    void junk_isAnsweredWithAValue(@ForAll String junk) {
        assertThat(ScopeParser.parse(junk)).isNotNull();
    }

    @Property
    void lettersOutOfOrder_areMalformed(@ForAll("letters") String letters) {
        boolean strict = !letters.isEmpty() && isSubsequence(letters);
        assertThat(ScopeParser.parse("patient/Observation." + letters) instanceof Malformed)
                .isEqualTo(!strict);
    }

    @Property
    void acceptedScope_coversItself_andIsCoveredByAllOfItsLevel(@ForAll("clinical") FhirScope scope) {
        assertThat(scope.covers(scope)).isTrue();
        assertThat(FhirScope.of(scope.level(), "*", Set.of(Permission.values()), List.of())
                        .covers(scope))
                .isTrue();
    }

    private static boolean isSubsequence(String letters) {
        int at = -1;
        for (int i = 0; i < letters.length(); i++) {
            int next = "cruds".indexOf(letters.charAt(i));
            if (next <= at) {
                return false;
            }
            at = next;
        }
        return true;
    }

    @Provide
    Arbitrary<String> letters() {
        return Arbitraries.strings().withChars("cruds").ofMaxLength(6);
    }

    @Provide
    Arbitrary<String> lists() {
        return Arbitraries.oneOf(
                        clinical().map(FhirScope::text),
                        Arbitraries.of("openid", "fhirUser", "x/y", "patient/x", "", "launch/patient"),
                        Arbitraries.strings().ascii().ofMaxLength(12))
                .list()
                .ofMaxSize(8)
                .map(tokens -> String.join(" ", tokens));
    }

    @Provide
    Arbitrary<FhirScope> clinical() {
        Arbitrary<Restriction> restriction = Combinators.combine(
                        Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(8),
                        Arbitraries.strings()
                                .withChars("aZ09|:/,$&=%+# \"\\éß€")
                                .ofMinLength(1)
                                .ofMaxLength(20))
                .as(Restriction::new);
        return Combinators.combine(
                        Arbitraries.of(Syntax.values()),
                        Arbitraries.of(Level.values()),
                        Arbitraries.oneOf(Arbitraries.of(ResourceTypes.all()), Arbitraries.just("*")),
                        Arbitraries.of(Permission.values()).set().ofMinSize(1),
                        restriction.list().uniqueElements().ofMaxSize(3))
                .as(FhirScope::written);
    }
}
