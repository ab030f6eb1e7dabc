package org.caregate.protocol.fhir;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.caregate.protocol.scope.FhirScope.Permission;
import org.jspecify.annotations.Nullable;

/**
 * The interactions of a FHIR server (FHIR R4, "RESTful API", §3.1.0.1.9), one row each: its methods and paths, and for those that are
 * offered the code in a CapabilityStatement, the permission it needs and the action in the audit log. The others are recognised so
 * that they are refused by name.
 *
 * <p>Parsing, policy, audit, metrics and the CapabilityStatement read these rows; the gateway has one class for each that is offered.
 */
@SuppressWarnings("ImmutableEnumChecker") // its records hold nothing but texts, and lists that are never changed
public enum FhirInteraction {
    READ(offered("read", Permission.READ, "resource_read"), "GET [type]/[id]"),
    VREAD(offered("vread", Permission.READ, "resource_vread"), "GET [type]/[id]/_history/[vid]"),
    SEARCH_TYPE(offered("search-type", Permission.SEARCH, "resource_search"), "GET [type]", "POST [type]/_search"),
    CREATE(offered("create", Permission.CREATE, "resource_create"), "POST [type]"),
    UPDATE(offered("update", Permission.UPDATE, "resource_update"), "PUT [type]/[id]"),
    CAPABILITIES(open("resource_capabilities"), "GET metadata"),
    PATCH("PATCH [type]/[id]"),
    DELETE("DELETE [type]/[id]"),
    HISTORY_INSTANCE("GET [type]/[id]/_history"),
    HISTORY_TYPE("GET [type]/_history"),
    HISTORY_SYSTEM("GET _history"),
    BATCH_OR_TRANSACTION("POST "),
    SEARCH_SYSTEM("GET ", "POST _search"),
    COMPARTMENT_SEARCH("GET [type]/[id]/[other]", "POST [type]/[id]/[other]/_search"),
    CONDITIONAL_UPDATE("PUT [type]"),
    CONDITIONAL_PATCH("PATCH [type]"),
    CONDITIONAL_DELETE("DELETE [type]"),
    /** A create with {@code If-None-Exist}. */
    CONDITIONAL_CREATE(),
    /** A path that ends in {@code $name}. */
    OPERATION(),
    /** A path that ends in {@code $graphql}. */
    GRAPHQL();

    private static final String ACTIONS = "resource_";

    private final @Nullable Offer offer;
    private final List<Route> routes;

    /** One way to ask for it. */
    record Route(String method, PathTemplate path) {
        static Route of(String text) {
            int space = text.indexOf(' ');
            return new Route(text.substring(0, space), PathTemplate.of(text.substring(space + 1)));
        }
    }

    /**
     * What an offered interaction adds to its routes.
     *
     * @param code in {@code CapabilityStatement.rest.resource.interaction}; empty when it is no interaction of a type
     * @param permission null when anyone may ask
     */
    private record Offer(String code, @Nullable Permission permission, String auditAction) {}

    FhirInteraction(@Nullable Offer offer, String... routes) {
        this.offer = offer;
        this.routes = Stream.of(routes).map(Route::of).toList();
    }

    FhirInteraction(String... routes) {
        this(null, routes);
    }

    private static Offer offered(String code, Permission permission, String auditAction) {
        return new Offer(code, permission, auditAction);
    }

    private static Offer open(String auditAction) {
        return new Offer("", null, auditAction);
    }

    List<Route> routes() {
        return routes;
    }

    /** Whether the gateway has the proof that this interaction needs; the others are refused. */
    public boolean isOffered() {
        return offer != null;
    }

    /** What it needs on each resource; null when it is not offered, or open to anyone. */
    public @Nullable Permission permission() {
        return offer == null ? null : offer.permission();
    }

    /** Its code in a CapabilityStatement; empty when none is offered there. */
    public String capabilityCode() {
        return offer == null ? "" : offer.code();
    }

    /** The word of its action in the audit log. */
    public String auditAction() {
        return offer == null ? ACTIONS + "other" : offer.auditAction();
    }

    /** The word that metrics and traces know it by: its action without the word "resource". */
    public String word() {
        return auditAction().substring(ACTIONS.length());
    }

    /** Whether it answers with one resource that the path names. */
    public boolean namesOneResource() {
        return this == READ || this == VREAD || this == UPDATE;
    }

    /** Whether its body must be FHIR JSON to be understood at all. */
    boolean hasResourceBody() {
        return this == CREATE || this == UPDATE || this == CONDITIONAL_CREATE;
    }

    /** Its path for that type without any id, for logs: {@code Patient/{id}/_history/{vid}}. */
    public String pathWithoutIds(String method, @Nullable String type) {
        String asked = method.equals("HEAD") ? "GET" : method;
        return routes.stream()
                .filter(route -> route.method().equals(asked))
                .findFirst()
                .map(route -> route.path().withoutIds(type))
                .orElse(type == null ? "" : type);
    }

    /**
     * The interaction that a request has the shape of, by method and path alone and whatever type it names: for metrics, which also count
     * what is refused.
     *
     * @param path what follows the FHIR base and a slash, as received
     */
    public static Optional<FhirInteraction> ofShape(String method, String path) {
        return Routes.ofShape(
                method.equals("HEAD") ? "GET" : method, path.isEmpty() ? List.of() : List.of(path.split("/", 6)));
    }
}
