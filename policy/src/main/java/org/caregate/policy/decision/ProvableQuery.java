package org.caregate.policy.decision;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.caregate.policy.compartment.SearchParameters;
import org.caregate.protocol.fhir.FhirInteraction;
import org.caregate.protocol.fhir.ResourceRequest;
import org.caregate.protocol.fhir.SearchParameter;
import org.caregate.protocol.fhir.type.ResourceTypes;
import org.caregate.protocol.scope.FhirScope.Permission;

/**
 * Every parameter of the query asks about the resources in reach only, and leaves in them what their proof needs.
 *
 * <p>Parameters that look through a reference ({@code _has}, chains, {@code _filter} ...) would answer questions about resources
 * out of reach, so they are for tokens that reach everything. Counting and cutting elements is for tokens that nothing but type and
 * permission limits. Parameters R4 does not define are refused, since an upstream that ignores one answers with everything.
 */
final class ProvableQuery implements Rule {
    private static final Set<String> MODIFIERS = Set.of(
            "missing", "exact", "contains", "not", "text", "in", "not-in", "above", "below", "of-type", "identifier");
    private static final Set<String> REFERENCE_MODIFIERS = Set.of("missing", "identifier");
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,18}");

    private record Scope(Question question, String type, Permission permission) {
        boolean everything() {
            return question.searchesEverything();
        }

        boolean wholeType() {
            return question.isUnrestricted(type, permission);
        }
    }

    @Override
    public Verdict on(Question question) {
        ResourceRequest request = question.request();
        Permission permission = question.permission();
        if (question.claims() == null || request == null || permission == null || request.type() == null) {
            return Verdict.notApplicable();
        }
        Scope scope = new Scope(question, request.type(), permission);
        boolean search = request.interaction() == FhirInteraction.SEARCH_TYPE;
        if (search && request.query().named("_count").count() > 1) {
            return Verdict.refuses(DenyReason.PARAMETER_REPEATED);
        }
        for (SearchParameter parameter : request.query().parameters()) {
            Verdict verdict = search ? onSearch(parameter, scope) : onOthers(parameter, scope);
            if (verdict instanceof Verdict.Refuses) {
                return verdict;
            }
        }
        return Verdict.notApplicable();
    }

    private static Verdict onOthers(SearchParameter parameter, Scope scope) {
        boolean cuts = parameter.key().equals("_summary") || parameter.key().equals("_elements");
        if (!cuts || scope.permission() != Permission.READ) {
            return Verdict.refuses(DenyReason.PARAMETER_UNKNOWN);
        }
        return onlyIf(scope.wholeType());
    }

    private static Verdict onSearch(SearchParameter parameter, Scope scope) {
        String name = parameter.name();
        if (OfferedSearch.LOOK_ELSEWHERE.contains(name) || parameter.chain() != null) {
            return onlyIf(scope.everything());
        }
        if (OfferedSearch.COUNT_CUT_OR_FULL_TEXT.contains(name)) {
            return onlyIf(scope.wholeType());
        }
        return switch (name) {
            case "_count" -> count(parameter, scope);
            case "_sort" -> sort(parameter, scope);
            case "_include" -> include(parameter, scope, false);
            case "_revinclude" -> include(parameter, scope, true);
            default -> defined(parameter, scope);
        };
    }

    private static Verdict onlyIf(boolean provable) {
        return provable ? Verdict.notApplicable() : Verdict.refuses(DenyReason.PARAMETER_NOT_PROVABLE);
    }

    /** A count of zero is a question for the number of matches. */
    private static Verdict count(SearchParameter parameter, Scope scope) {
        if (!parameter.isPlain() || !COUNT.matcher(parameter.value()).matches()) {
            return Verdict.refuses(DenyReason.MALFORMED_QUERY);
        }
        return onlyIf(Long.parseLong(parameter.value()) > 0 || scope.wholeType());
    }

    private static Verdict sort(SearchParameter parameter, Scope scope) {
        boolean known = parameter.isPlain()
                && parameter.alternatives().stream()
                        .map(key -> key.startsWith("-") ? key.substring(1) : key)
                        .allMatch(key -> OfferedSearch.kind(scope.type(), key).isPresent());
        return known || scope.everything() ? Verdict.notApplicable() : Verdict.refuses(DenyReason.PARAMETER_UNKNOWN);
    }

    /** {@code Source:parameter} or {@code Source:parameter:Target}; what it brings is proved like any other entry. */
    private static Verdict include(SearchParameter parameter, Scope scope, boolean reverse) {
        if (scope.everything()) {
            return Verdict.notApplicable();
        }
        if (!parameter.isPlain() || parameter.value().contains("*")) {
            return Verdict.refuses(DenyReason.PARAMETER_NOT_PROVABLE);
        }
        List<String> parts = List.of(parameter.value().split(":", -1));
        if (parts.size() < 2 || parts.size() > 3 || !ResourceTypes.contains(parts.getFirst())) {
            return Verdict.refuses(DenyReason.MALFORMED_QUERY);
        }
        String source = parts.getFirst();
        String target = parts.size() == 3 ? parts.get(2) : null;
        boolean reference = SearchParameters.typeOf(source, parts.get(1)).equals(Optional.of("reference"));
        String meant = reverse ? target : source;
        if (!reference || (meant != null && !meant.equals(scope.type()))) {
            return Verdict.refuses(DenyReason.PARAMETER_UNKNOWN);
        }
        String brings = reverse ? source : target;
        if (brings != null && !ResourceTypes.contains(brings)) {
            return Verdict.refuses(DenyReason.MALFORMED_QUERY);
        }
        return brings == null || scope.question().scopeAllows(brings, Permission.SEARCH)
                ? Verdict.notApplicable()
                : Verdict.refuses(
                        DenyReason.INCLUDE_NOT_IN_SCOPE, scope.question().leastScope(brings, Permission.SEARCH));
    }

    private static Verdict defined(SearchParameter parameter, Scope scope) {
        Optional<String> kind = OfferedSearch.kind(scope.type(), parameter.name());
        if (kind.isEmpty()) {
            return scope.everything() ? Verdict.notApplicable() : Verdict.refuses(DenyReason.PARAMETER_UNKNOWN);
        }
        String modifier = parameter.modifier();
        boolean reference = kind.get().equals("reference");
        boolean provable = modifier == null
                || (reference
                        ? REFERENCE_MODIFIERS.contains(modifier) || ResourceTypes.contains(modifier)
                        : MODIFIERS.contains(modifier));
        return onlyIf(provable || scope.everything());
    }
}
