package org.caregate.policy.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.caregate.policy.compartment.Reach;
import org.caregate.policy.compartment.Reach.PatientReach;
import org.caregate.policy.role.CategoryRestriction;
import org.caregate.policy.role.GrantableScopes;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.fhir.FhirInteraction;
import org.caregate.protocol.fhir.ParsedRequest;
import org.caregate.protocol.fhir.ResourceRequest;
import org.caregate.protocol.scope.FhirScope;
import org.caregate.protocol.scope.FhirScope.Level;
import org.caregate.protocol.scope.FhirScope.Permission;
import org.caregate.protocol.scope.NamedScope;
import org.caregate.protocol.scope.Scopes;
import org.caregate.protocol.token.TokenClaims;
import org.jspecify.annotations.Nullable;

/** What the rules read: request, caller, facts, and what follows from them. */
final class Question {
    private final ParsedRequest parsed;
    private final Caller caller;
    private final Facts facts;
    private final RoleDefinitions roles;
    private final String audience;
    private final List<FhirScope> carried;
    private final List<FhirScope> effective;
    private final @Nullable String ownResource;
    private final List<Reach> reaches;

    Question(ParsedRequest parsed, Caller caller, Facts facts, RoleDefinitions roles, String audience) {
        this.parsed = parsed;
        this.caller = caller;
        this.facts = facts;
        this.roles = roles;
        this.audience = audience;
        TokenClaims claims = claims();
        this.carried = claims == null ? List.of() : carried(claims);
        this.effective = claims == null ? List.of() : effective(claims, roles);
        this.ownResource = claims == null ? null : ownResource(claims, roles);
        this.reaches = claims == null ? List.of() : reachesOfToken();
    }

    ParsedRequest parsed() {
        return parsed;
    }

    Caller caller() {
        return caller;
    }

    Facts facts() {
        return facts;
    }

    /** The audiences that tokens may be for: this resource. */
    Predicate<String> accepted() {
        return audience::equals;
    }

    RoleDefinitions roles() {
        return roles;
    }

    String audience() {
        return audience;
    }

    /** The request, when it is well formed. */
    @Nullable
    ResourceRequest request() {
        return parsed instanceof ResourceRequest request ? request : null;
    }

    /** Whether the request is open to everyone. */
    boolean isOpen() {
        ResourceRequest request = request();
        return request != null && request.interaction() == FhirInteraction.CAPABILITIES;
    }

    /** The verified claims; null for open requests, where a token changes nothing. */
    @Nullable
    TokenClaims claims() {
        return caller instanceof Authenticated authenticated && !isOpen() ? authenticated.claims() : null;
    }

    /** What the interaction needs on each resource; null for what we do not offer. */
    @Nullable
    Permission permission() {
        ResourceRequest request = request();
        return request == null ? null : request.interaction().permission();
    }

    /** Clinical scopes of the token that can mean something for this caller and that we can enforce. */
    private static List<FhirScope> carried(TokenClaims claims) {
        boolean person = claims.person() != null;
        return claims.scopes()
                .clinical()
                .filter(scope -> person != (scope.level() == Level.SYSTEM))
                .filter(GrantableScopes::isEnforceable)
                .toList();
    }

    private List<FhirScope> effective(TokenClaims claims, RoleDefinitions roles) {
        if (claims.person() == null) {
            return carried;
        }
        Facts.PersonFact person = facts.person();
        return person == null ? List.of() : GrantableScopes.intersect(carried, roles.ceiling(person.roles()));
    }

    private List<Reach> reachesOfToken() {
        List<Reach> found = new ArrayList<>();
        for (FhirScope scope : effective) {
            PatientReach patients = switch (scope.level()) {
                case SYSTEM -> new PatientReach.Unrestricted();
                case PATIENT -> new PatientReach.Only(launchPatient());
                case USER -> new PatientReach.Only(patientsOfPerson());
            };
            found.add(new Reach(
                    scope.resourceType(),
                    scope.permissions(),
                    patients,
                    CategoryRestriction.of(scope).orElse(null),
                    null));
        }
        String own = ownResource;
        if (own != null) {
            int slash = own.indexOf('/');
            found.add(new Reach(
                    own.substring(0, slash),
                    Set.of(Permission.READ),
                    new PatientReach.Only(Set.of()),
                    null,
                    own.substring(slash + 1)));
        }
        return List.copyOf(found);
    }

    /** The launch patient, as long as the person may still see that patient. */
    private Set<String> launchPatient() {
        Facts.GrantFact grant = facts.grant();
        String patient = grant == null ? null : grant.patient();
        return patient != null && patientsOfPerson().contains(patient) ? Set.of(patient) : Set.of();
    }

    private Set<String> patientsOfPerson() {
        Facts.PersonFact person = facts.person();
        return person == null ? Set.of() : person.patients();
    }

    /** The person's own {@code Type/id}, when {@code fhirUser} was granted and their roles still allow it. */
    private @Nullable String ownResource(TokenClaims claims, RoleDefinitions roles) {
        Facts.GrantFact grant = facts.grant();
        Facts.PersonFact person = facts.person();
        String own = grant == null ? null : grant.fhirUser();
        boolean allowed = person != null
                && claims.scopes().contains(NamedScope.FHIR_USER)
                && roles.ceiling(person.roles()).contains(NamedScope.FHIR_USER);
        return allowed && own != null && own.indexOf('/') > 0 ? own : null;
    }

    /** Whether the request reads the person's own resource and nothing else. */
    boolean readsOwnResource() {
        ResourceRequest request = request();
        return request != null
                && request.interaction() == FhirInteraction.READ
                && request.reference() != null
                && request.reference().equals(ownResource);
    }

    /** Whether the token's scopes speak of that type and permission. */
    boolean scopeAllows(String type, Permission permission) {
        return carried.stream()
                .anyMatch(scope -> speaksOf(scope, type) && scope.permissions().contains(permission));
    }

    /** Whether the token's scopes speak of that type at all. */
    boolean scopeNames(String type) {
        return carried.stream().anyMatch(scope -> speaksOf(scope, type));
    }

    /** Whether token and roles together speak of that type and permission. */
    boolean roleAllows(String type, Permission permission) {
        return effective.stream()
                .anyMatch(scope -> speaksOf(scope, type) && scope.permissions().contains(permission));
    }

    /** Whether some scope that allows this one is of the level. */
    boolean allowedAt(Level level, String type, Permission permission) {
        return effective.stream()
                .anyMatch(scope -> scope.level() == level
                        && speaksOf(scope, type)
                        && scope.permissions().contains(permission));
    }

    private static boolean speaksOf(FhirScope scope, String type) {
        return scope.resourceType().equals(FhirScope.ALL_TYPES)
                || scope.resourceType().equals(type);
    }

    /** What the token reaches, context and people known. */
    List<Reach> reaches() {
        return reaches;
    }

    /** Whether some reach on the type is limited by nothing but type and permission. */
    boolean isUnrestricted(String type, Permission permission) {
        return reaches.stream().anyMatch(reach -> reach.isUnrestricted() && reach.allows(type, permission));
    }

    /** Whether a search may touch every type there is, so that nothing it infers is out of reach. */
    boolean searchesEverything() {
        return reaches.stream()
                .anyMatch(reach -> reach.isUnrestricted()
                        && reach.type().equals(FhirScope.ALL_TYPES)
                        && reach.permissions().contains(Permission.SEARCH)
                        && reach.permissions().contains(Permission.READ));
    }

    /** The least scope for that type and permission, at the level this token works on; from token and request alone. */
    String leastScope(String type, Permission permission) {
        TokenClaims claims = claims();
        Scopes scopes = claims == null ? Scopes.NONE : claims.scopes();
        Level level = claims != null && claims.person() == null
                ? Level.SYSTEM
                : scopes.clinical()
                        .map(FhirScope::level)
                        .filter(found -> found != Level.SYSTEM)
                        .findFirst()
                        .orElse(Level.PATIENT);
        return FhirScope.of(level, type, Set.of(permission), List.of()).text();
    }
}
