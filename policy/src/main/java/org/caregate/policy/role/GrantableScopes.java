package org.caregate.policy.role;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caregate.policy.role.CutScope.Reason;
import org.caregate.protocol.scope.AdminScope;
import org.caregate.protocol.scope.FhirScope;
import org.caregate.protocol.scope.FhirScope.Level;
import org.caregate.protocol.scope.FhirScope.Permission;
import org.caregate.protocol.scope.NamedScope;
import org.caregate.protocol.scope.Scope;
import org.caregate.protocol.scope.ScopeParse.Parsed;
import org.caregate.protocol.scope.Scopes;

/**
 * What of a request may be granted: requested ∩ client ∩ role, with every cut named (SMART App Launch 2.2, "Scopes").
 *
 * <p>A scope is never widened: one whose restriction cannot be enforced is cut whole. Consent narrows further, by leaving out whole
 * scopes of {@link #granted}.
 *
 * @param granted in the order asked; {@code user/*.rs} appears as one scope for each type of the role
 * @param cut what was asked and is not among the granted as asked
 */
public record GrantableScopes(Scopes granted, List<CutScope> cut) {
    public GrantableScopes {
        cut = List.copyOf(cut);
    }

    /** For a person: {@code patient/} and {@code user/} scopes under the client's and the person's ceilings. */
    public static GrantableScopes forPerson(Parsed requested, Scopes clientCeiling, Scopes roleCeiling) {
        return narrow(requested, clientCeiling, roleCeiling, true);
    }

    /** For {@code client_credentials}: {@code system/} and {@code admin/} scopes under the client's ceiling. */
    public static GrantableScopes forSystem(Parsed requested, Scopes clientCeiling) {
        return narrow(requested, clientCeiling, clientCeiling, false);
    }

    private static GrantableScopes narrow(Parsed requested, Scopes client, Scopes role, boolean person) {
        Set<Scope> granted = new LinkedHashSet<>();
        Set<CutScope> cut = new LinkedHashSet<>();
        for (Scope scope : requested.scopes().values()) {
            switch (scope) {
                case NamedScope named -> named(named, client, role, person, granted, cut);
                case AdminScope admin -> word(admin, client, role, granted, cut);
                case FhirScope clinical -> clinical(clinical, client, role, person, granted, cut);
            }
        }
        requested.unknown().forEach(text -> cut.add(new CutScope(text, Reason.UNKNOWN)));
        return new GrantableScopes(new Scopes(List.copyOf(granted)), List.copyOf(cut));
    }

    private static void named(
            NamedScope scope, Scopes client, Scopes role, boolean person, Set<Scope> granted, Set<CutScope> cut) {
        if (person) {
            word(scope, client, role, granted, cut);
        } else {
            cut.add(new CutScope(scope.text(), Reason.NEEDS_A_PERSON));
        }
    }

    private static void word(Scope scope, Scopes client, Scopes role, Set<Scope> granted, Set<CutScope> cut) {
        if (!client.values().contains(scope)) {
            cut.add(new CutScope(scope.text(), Reason.CLIENT_CEILING));
        } else if (!role.values().contains(scope)) {
            cut.add(new CutScope(scope.text(), Reason.ROLE_CEILING));
        } else {
            granted.add(scope);
        }
    }

    private static void clinical(
            FhirScope asked, Scopes client, Scopes role, boolean person, Set<Scope> granted, Set<CutScope> cut) {
        if (person == (asked.level() == Level.SYSTEM)) {
            cut.add(new CutScope(asked.text(), person ? Reason.ONLY_FOR_SYSTEMS : Reason.NEEDS_A_PERSON));
            return;
        }
        if (!isEnforceable(asked)) {
            cut.add(new CutScope(asked.text(), Reason.RESTRICTION_NOT_SUPPORTED));
            return;
        }
        List<FhirScope> underClient = intersect(List.of(asked), client);
        if (!coversAll(underClient, asked)) {
            cut.add(new CutScope(asked.text(), Reason.CLIENT_CEILING));
        }
        List<FhirScope> left = intersect(underClient, role);
        if (!underClient.stream().allMatch(scope -> coversAll(left, scope))) {
            cut.add(new CutScope(asked.text(), Reason.ROLE_CEILING));
        }
        granted.addAll(left);
    }

    /** What several scopes share with a ceiling, permissions of equal scopes joined, each in the syntax it was asked in. */
    public static List<FhirScope> intersect(List<FhirScope> scopes, Scopes ceiling) {
        Map<List<Object>, FhirScope> found = new LinkedHashMap<>();
        for (FhirScope scope : scopes) {
            ceiling.clinical()
                    .forEach(limit -> ScopeAlgebra.intersect(scope, limit)
                            .filter(GrantableScopes::isEnforceable)
                            .ifPresent(shared -> found.merge(
                                    List.of(shared.level(), shared.resourceType(), Set.copyOf(shared.restrictions())),
                                    shared,
                                    GrantableScopes::join)));
        }
        List<FhirScope> distinct = new ArrayList<>();
        for (FhirScope candidate : found.values()) {
            boolean covered = found.values().stream().anyMatch(o -> !o.equals(candidate) && o.covers(candidate));
            if (!covered) {
                distinct.add(candidate);
            }
        }
        return restoreSpelling(scopes, distinct);
    }

    private static FhirScope join(FhirScope one, FhirScope other) {
        EnumSet<Permission> both = EnumSet.copyOf(one.permissions());
        both.addAll(other.permissions());
        return FhirScope.written(one.syntax(), one.level(), one.resourceType(), both, one.restrictions());
    }

    /** A scope that survived whole is echoed exactly as it was asked. */
    private static List<FhirScope> restoreSpelling(List<FhirScope> asked, List<FhirScope> left) {
        return left.stream()
                .map(scope -> asked.stream()
                        .filter(a -> a.covers(scope) && scope.covers(a))
                        .findFirst()
                        .orElse(scope))
                .toList();
    }

    private static boolean coversAll(List<FhirScope> scopes, FhirScope asked) {
        return ScopeAlgebra.covers(new Scopes(List.copyOf(scopes)), asked);
    }

    /** Unrestricted, or restricted to one exact category of Observation or Condition. */
    public static boolean isEnforceable(FhirScope scope) {
        return scope.restrictions().isEmpty() || CategoryRestriction.of(scope).isPresent();
    }
}
