package org.caregate.protocol.scope;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An ordered set of scopes, as granted. Parsing is {@link ScopeParser}'s. */
public record Scopes(List<Scope> values) {
    /** No scope at all. */
    public static final Scopes NONE = new Scopes(List.of());

    public Scopes {
        SequencedSet<Scope> distinct = new LinkedHashSet<>(values);
        values = List.copyOf(distinct);
    }

    /** The clinical scopes, in order. */
    public Stream<FhirScope> clinical() {
        return values.stream().filter(FhirScope.class::isInstance).map(FhirScope.class::cast);
    }

    /** Whether the fixed word is among them. */
    public boolean contains(NamedScope scope) {
        return values.contains(scope);
    }

    /** The scopes of the administration API, in order. */
    public Stream<AdminScope> administrative() {
        return values.stream().filter(AdminScope.class::isInstance).map(AdminScope.class::cast);
    }

    /** Whether the right is among them. */
    public boolean contains(AdminScope scope) {
        return values.contains(scope);
    }

    /** Whether any of them speaks of an API rather than of the sign-in. */
    public boolean reachApi() {
        return clinical().findAny().isPresent() || administrative().findAny().isPresent();
    }

    /** The space-separated list of RFC 6749 §3.3. */
    public String text() {
        return values.stream().map(Scope::text).collect(Collectors.joining(" "));
    }

    @Override
    public String toString() {
        return text();
    }
}
