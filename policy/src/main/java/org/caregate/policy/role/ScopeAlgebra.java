package org.caregate.policy.role;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.caregate.protocol.scope.AdminScope;
import org.caregate.protocol.scope.FhirScope;
import org.caregate.protocol.scope.FhirScope.Permission;
import org.caregate.protocol.scope.FhirScope.Restriction;
import org.caregate.protocol.scope.NamedScope;
import org.caregate.protocol.scope.Scope;
import org.caregate.protocol.scope.Scopes;

/** Set operations on scopes. */
public final class ScopeAlgebra {
    private ScopeAlgebra() {}

    /** What both allow, in the syntax of the first; empty when that is nothing. */
    public static Optional<FhirScope> intersect(FhirScope asked, FhirScope limit) {
        if (limit.covers(asked)) {
            return Optional.of(asked); // the common case on the gateway's hot path, without writing a scope again
        }
        boolean sameType = asked.resourceType().equals(limit.resourceType());
        boolean anyType = asked.resourceType().equals(FhirScope.ALL_TYPES);
        if (asked.level() != limit.level()
                || !(sameType || anyType || limit.resourceType().equals(FhirScope.ALL_TYPES))) {
            return Optional.empty();
        }
        EnumSet<Permission> permissions = EnumSet.copyOf(asked.permissions());
        permissions.retainAll(limit.permissions());
        if (permissions.isEmpty()) {
            return Optional.empty();
        }
        List<Restriction> restrictions = new ArrayList<>(asked.restrictions());
        limit.restrictions().stream().filter(r -> !restrictions.contains(r)).forEach(restrictions::add);
        String type = anyType ? limit.resourceType() : asked.resourceType();
        return Optional.of(FhirScope.written(asked.syntax(), asked.level(), type, permissions, restrictions));
    }

    /** Whether several scopes together allow all that one asks. */
    public static boolean covers(Scopes granted, FhirScope asked) {
        return asked.permissions().stream()
                .allMatch(permission ->
                        granted.clinical().anyMatch(g -> g.permissions().contains(permission) && g.reaches(asked)));
    }

    /** Whether {@code asked} is no more than {@code granted}: the rule of a refresh (RFC 6749 §6). */
    public static boolean isSubset(Scopes asked, Scopes granted) {
        for (Scope scope : asked.values()) {
            boolean within = switch (scope) {
                case NamedScope named -> granted.contains(named);
                case AdminScope admin -> granted.contains(admin);
                case FhirScope clinical -> covers(granted, clinical);
            };
            if (!within) {
                return false;
            }
        }
        return true;
    }
}
