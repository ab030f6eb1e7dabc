package org.caregate.policy.decision;

import java.util.List;
import org.caregate.policy.compartment.Reach;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.fhir.FhirInteraction;
import org.caregate.protocol.fhir.ParsedRequest;
import org.caregate.protocol.fhir.ResourceRequest;
import org.caregate.protocol.fhir.SearchQuery;
import org.caregate.protocol.scope.FhirScope.Permission;

/**
 * Decides: token valid ∧ not revoked ∧ scope ∧ role ∧ compartment ∧ consent. The same request, caller and facts give the same
 * answer, and nothing throws.
 */
public final class PolicyDecisionPoint {
    /** In order: the first that refuses names the reason. Without one that grants, nothing is allowed. */
    static final List<Rule> IN_ORDER = List.of(
            new WellFormedRequest(),
            new OpenCapabilities(), // grants
            new AuthenticatedCaller(), // RFC 6750 §3.1: from here on there are claims
            new LiveToken(TokenRules.all()), // audience, time, revocation, client, grant, person, role
            new OfferedInteraction(),
            new ScopeAllowsInteraction(), // grants; 403 here depends on token and request alone
            new OwnUserResource(), // grants
            new RoleAllowsInteraction(),
            new PatientInContext(),
            new SomebodyWithinReach(),
            new ProvableWrite(),
            new ProvableQuery());

    private final List<Rule> rules;
    private final RoleDefinitions roles;
    private final String audience;

    /**
     * A decision point for one resource.
     *
     * @param audience the FHIR base that tokens must be for, as it stands in their {@code aud}
     */
    public PolicyDecisionPoint(RoleDefinitions roles, String audience) {
        this(IN_ORDER, roles, audience);
    }

    PolicyDecisionPoint(List<Rule> rules, RoleDefinitions roles, String audience) {
        this.rules = List.copyOf(rules);
        this.roles = roles;
        this.audience = audience;
    }

    /** What to look up before {@link #decide}; nothing when the answer is settled without. */
    public FactsNeeded factsFor(ParsedRequest request, Caller caller) {
        if (request instanceof ResourceRequest resource
                && resource.interaction() != FhirInteraction.CAPABILITIES
                && caller instanceof Authenticated authenticated) {
            return new FactsNeeded(authenticated);
        }
        return FactsNeeded.NONE;
    }

    /** The one way to a {@link Permit}. */
    public Decision decide(ParsedRequest request, Caller caller, Facts facts) {
        String version = roles.version();
        Question question = new Question(request, caller, facts, roles, audience);
        boolean granted = false;
        for (Rule rule : rules) {
            switch (rule.on(question)) {
                case Verdict.Refuses(DenyReason reason, String requiredScope) -> {
                    return new Deny(reason, requiredScope, version);
                }
                case Verdict.Grants() -> granted = true;
                case Verdict.NotApplicable() -> {}
            }
        }
        return granted && request instanceof ResourceRequest resource
                ? new Permit(resource, obligations(resource, question), version)
                : new Deny(DenyReason.NO_RULE_APPLIED, "", version);
    }

    private static Obligations obligations(ResourceRequest request, Question question) {
        Permission permission = question.permission();
        String type = request.type();
        if (permission == null || type == null) {
            return new Obligations(
                    Permission.READ, List.of(), List.of(), SearchQuery.EMPTY, false, false, false, false);
        }
        List<Reach> reaches = question.reaches().stream()
                .filter(reach -> reach.permissions().contains(permission))
                .toList();
        boolean unrestricted = question.isUnrestricted(type, permission);
        SearchQuery query = permission == Permission.SEARCH
                ? SearchNarrowing.narrow(
                        OwnReferences.relative(request.query(), type, question.audience()), type, reaches)
                : request.query();
        boolean writes = permission == Permission.CREATE || permission == Permission.UPDATE;
        boolean update = permission == Permission.UPDATE;
        return new Obligations(
                permission, reaches, question.reaches(), query, !unrestricted, writes, update, update && unrestricted);
    }
}
