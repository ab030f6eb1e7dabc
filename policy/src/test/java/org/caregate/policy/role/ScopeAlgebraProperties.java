package org.caregate.policy.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.caregate.protocol.scope.FhirScope;
import org.caregate.protocol.scope.FhirScope.Level;
import org.caregate.protocol.scope.FhirScope.Permission;
import org.caregate.protocol.scope.FhirScope.Restriction;
import org.caregate.protocol.scope.FhirScope.Syntax;
import org.caregate.protocol.scope.Scope;
import org.caregate.protocol.scope.ScopeParse.Parsed;
import org.caregate.protocol.scope.Scopes;

class ScopeAlgebraProperties {
    @Property
    void granted_isNeverMoreThanAsked_orThanEitherCeiling(
            @ForAll("scopes") Scopes asked, @ForAll("scopes") Scopes client, @ForAll("scopes") Scopes role) {
        Scopes granted = GrantableScopes.forPerson(new Parsed(asked, List.of()), client, role)
                .granted();
        for (Scopes bound : List.of(asked, client, role)) {
            assertThat(ScopeAlgebra.isSubset(granted, bound)).isTrue();
        }
    }

    @Property
    void whatIsNotCut_isGrantedWhole(
            @ForAll("scopes") Scopes asked, @ForAll("scopes") Scopes client, @ForAll("scopes") Scopes role) {
        GrantableScopes grantable = GrantableScopes.forPerson(new Parsed(asked, List.of()), client, role);
        Set<String> cut =
                Set.copyOf(grantable.cut().stream().map(CutScope::asked).toList());
        for (Scope scope : asked.values()) {
            assertThat(cut.contains(scope.text())
                            || ScopeAlgebra.isSubset(new Scopes(List.of(scope)), grantable.granted()))
                    .isTrue();
        }
    }

    @Property
    void grantingAgain_changesNothing(
            @ForAll("scopes") Scopes asked, @ForAll("scopes") Scopes client, @ForAll("scopes") Scopes role) {
        Scopes once = GrantableScopes.forPerson(new Parsed(asked, List.of()), client, role)
                .granted();
        assertThat(GrantableScopes.forPerson(new Parsed(once, List.of()), client, role)
                        .granted())
                .isEqualTo(once);
    }

    @Provide
    Arbitrary<Scopes> scopes() {
        return Combinators.combine(
                        Arbitraries.of(Syntax.values()),
                        Arbitraries.of(Level.PATIENT, Level.USER),
                        Arbitraries.of("*", "Observation", "Patient"),
                        Arbitraries.of(Permission.values()).set().ofMinSize(1),
                        Arbitraries.of("a", "b")
                                .map(code -> new Restriction("category", "s|" + code))
                                .list()
                                .ofMaxSize(1))
                .as(FhirScope::written)
                .list()
                .ofMaxSize(4)
                .map(list -> new Scopes(List.copyOf(list)));
    }
}
