package org.caregate.registry.client;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.profile.SecurityProfile;
import org.caregate.protocol.profile.SecurityProfiles;
import org.caregate.protocol.scope.FhirScope;
import org.caregate.protocol.scope.NamedScope;
import org.caregate.protocol.scope.ScopeParse;
import org.caregate.protocol.scope.ScopeParser;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.resource.ResourceServer;
import org.caregate.registry.resource.ResourceServers;
import org.jspecify.annotations.Nullable;

/** Reads one document and collects every problem in it. */
final class ClientMetadataReader {
    private static final Set<String> KNOWN = Set.of(
            "client_id",
            "client_name",
            "caregate_profile",
            "token_endpoint_auth_method",
            "jwks",
            "jwks_uri",
            "grant_types",
            "response_types",
            "redirect_uris",
            "scope",
            "caregate_audiences",
            "caregate_introspects");
    /** RFC 7591 metadata meant for people, accepted without effect. */
    private static final Set<String> IGNORED =
            Set.of("client_uri", "logo_uri", "contacts", "tos_uri", "policy_uri", "software_id", "software_version");

    private final Map<String, Object> json;
    private final ResourceServers resourceServers;
    private final List<String> problems = new ArrayList<>();
    private final MetadataMembers members;

    ClientMetadataReader(Map<String, Object> json, ResourceServers resourceServers) {
        this.json = json;
        this.resourceServers = resourceServers;
        this.members = new MetadataMembers(json, problems);
    }

    ClientMetadata.Result read() {
        for (String name : json.keySet()) {
            if (!KNOWN.contains(name) && !IGNORED.contains(name)) {
                problems.add(name + " is not known");
            }
        }
        Set<String> asked = askedGrantTypes();
        SecurityProfile profile = profile(asked);
        Set<String> grantTypes = grantTypes(profile, asked);
        String method = method(profile);
        List<String> redirectUris = redirectUris(profile, method, grantTypes);
        String name = members.text("client_name").orElse("");
        if (name.isBlank() || name.length() > 100 || name.chars().anyMatch(Character::isISOControl)) {
            problems.add("client_name is missing or longer than 100 characters");
        }
        String jwks = jwks(profile, method);
        URI jwksUri = jwksUri(method, jwks);
        Set<URI> introspects = uris("caregate_introspects");
        Scopes scopes = scopes(profile, grantTypes);
        Set<URI> resources = resources(scopes);
        if (grantTypes.isEmpty() && introspects.isEmpty()) {
            problems.add("grant_types is empty: only a resource server, with caregate_introspects, needs none");
        }
        if (!introspects.isEmpty() && method.equals("none")) {
            problems.add("caregate_introspects is for clients that authenticate");
        }
        ClientId id = clientId();
        return problems.isEmpty()
                ? new ClientMetadata.Result.Valid(ClientMetadata.builder()
                        .clientId(id)
                        .clientName(name)
                        .profile(profile)
                        .authenticationMethod(method)
                        .jwks(jwks)
                        .jwksUri(jwksUri)
                        .grantTypes(grantTypes)
                        .redirectUris(redirectUris)
                        .scopes(scopes)
                        .resources(resources)
                        .introspects(introspects)
                        .build())
                : new ClientMetadata.Result.Invalid(problems);
    }

    private @Nullable ClientId clientId() {
        Optional<String> id = members.text("client_id");
        if (id.isPresent() && !id.get().matches("[A-Za-z0-9._~-]{1,100}")) {
            problems.add("client_id has 1 to 100 unreserved characters");
            return null;
        }
        return id.map(ClientId::new).orElse(null);
    }

    private Set<String> askedGrantTypes() {
        Set<String> asked = new LinkedHashSet<>(members.texts("grant_types"));
        if (!json.containsKey("grant_types")) {
            asked.add("authorization_code"); // RFC 7591 §2
        }
        return asked;
    }

    private SecurityProfile profile(Set<String> grantTypes) {
        SecurityProfile likely = grantTypes.contains("client_credentials")
                ? SecurityProfiles.SMART_BACKEND_2026
                : SecurityProfiles.SMART_APP_2026;
        return members.text("caregate_profile")
                .map(name -> SecurityProfiles.named(name).orElseGet(() -> {
                    problems.add("caregate_profile " + name + " is not known");
                    return likely;
                }))
                .orElse(likely);
    }

    private Set<String> grantTypes(SecurityProfile profile, Set<String> asked) {
        if (!profile.grantTypes().containsAll(asked)) {
            problems.add("grant_types goes beyond " + profile.name());
        }
        if (asked.contains("refresh_token") && !asked.contains("authorization_code")) {
            problems.add("refresh_token needs authorization_code");
        }
        List<String> responseTypes = members.texts("response_types");
        if (!responseTypes.isEmpty() && !responseTypes.equals(List.of("code"))) {
            problems.add("response_types is code");
        }
        return asked;
    }

    private String method(SecurityProfile profile) {
        String method = members.text("token_endpoint_auth_method").orElse("client_secret_basic"); // RFC 7591 §2
        if (!profile.clientAuthenticationMethods().contains(method)) {
            problems.add("token_endpoint_auth_method goes beyond " + profile.name());
        }
        return method;
    }

    private List<String> redirectUris(SecurityProfile profile, String method, Set<String> grantTypes) {
        List<String> uris = members.texts("redirect_uris");
        boolean redirects = grantTypes.contains("authorization_code");
        if (redirects == uris.isEmpty()) {
            problems.add(redirects ? "redirect_uris is missing" : "redirect_uris is for authorization_code");
        }
        for (String uri : uris) {
            RedirectUris.problem(uri, method.equals("none"))
                    .or(() -> profile.loopbackOnly() && !RedirectUris.isLoopbackWithoutPort(uri)
                            ? Optional.of("is no loopback address without port, as " + profile.name() + " demands")
                            : Optional.empty())
                    .ifPresent(problem -> problems.add("redirect_uris: " + uri + " " + problem));
        }
        return uris;
    }

    private Set<URI> resources(Scopes scopes) {
        if (!json.containsKey("caregate_audiences")) {
            return resourceServers.all().stream()
                    .filter(server -> server.speaks(scopes) && isOrdinaryOrAdministered(server, scopes))
                    .map(ResourceServer::identifier)
                    .collect(Collectors.toSet());
        }
        Set<URI> named = uris("caregate_audiences");
        if (named.isEmpty() && scopes.reachApi()) {
            problems.add("caregate_audiences is empty, and the scopes reach an API");
        }
        for (URI one : named) {
            if (!resourceServers.named(one.toString()).orElseThrow().speaks(scopes)) {
                problems.add("caregate_audiences: " + one + " does not know these scopes");
            }
        }
        return named;
    }

    /** The administration API is no one's audience by default, unless they ask for nothing else. */
    private static boolean isOrdinaryOrAdministered(ResourceServer server, Scopes scopes) {
        return server.kind() != ResourceServer.Kind.ADMINISTRATION
                || scopes.administrative().findAny().isPresent();
    }

    private Scopes scopes(SecurityProfile profile, Set<String> grantTypes) {
        if (!(ScopeParser.parse(members.text("scope").orElse(""))
                instanceof ScopeParse.Parsed(Scopes scopes, List<String> unknown))) {
            problems.add("scope is malformed");
            return Scopes.NONE;
        }
        unknown.forEach(token -> problems.add("scope: " + token + " is not known"));
        boolean person = grantTypes.contains("authorization_code");
        boolean itself = grantTypes.contains("client_credentials");
        if (scopes.values().isEmpty() && !grantTypes.isEmpty()) {
            problems.add("scope is missing");
        }
        if (scopes.clinical().anyMatch(scope -> scope.level() == FhirScope.Level.SYSTEM ? !itself : !person)) {
            problems.add("scope: system/ is for client_credentials, patient/ and user/ for authorization_code");
        }
        boolean administers = scopes.administrative().findAny().isPresent();
        if (administers && !profile.administers()) {
            problems.add("scope: admin/ goes beyond " + profile.name());
        }
        if (administers && scopes.clinical().findAny().isPresent()) {
            problems.add("scope: who administers sees no record, so admin/ and clinical scopes are for two clients");
        }
        if (scopes.contains(NamedScope.OFFLINE_ACCESS) && !grantTypes.contains("refresh_token")) {
            problems.add("scope: offline_access needs refresh_token");
        }
        if (scopes.contains(NamedScope.LAUNCH)
                || scopes.contains(NamedScope.ONLINE_ACCESS)
                || scopes.contains(NamedScope.PROFILE)) {
            problems.add("scope: launch, online_access and profile are not offered");
        }
        return scopes;
    }

    private @Nullable String jwks(SecurityProfile profile, String method) {
        Object value = json.get("jwks");
        if (value == null) {
            return null;
        }
        if (!method.equals("private_key_jwt") || !(value instanceof Map<?, ?> map)) {
            problems.add("jwks is a JWK Set, for private_key_jwt");
            return null;
        }
        return switch (ClientKeySet.register(map, profile.assertionAlgorithms())) {
            case ClientKeySet.Registration.Usable(String text) -> text;
            case ClientKeySet.Registration.Unusable(List<String> found) -> {
                problems.addAll(found);
                yield null;
            }
        };
    }

    private @Nullable URI jwksUri(String method, @Nullable String jwks) {
        Optional<String> uri = members.text("jwks_uri");
        boolean keyed = method.equals("private_key_jwt");
        if (uri.isEmpty()) {
            if (keyed && jwks == null && !json.containsKey("jwks")) {
                problems.add("private_key_jwt needs jwks or jwks_uri");
            }
            return null;
        }
        if (!keyed || json.containsKey("jwks")) {
            problems.add("jwks_uri is for private_key_jwt, instead of jwks");
            return null;
        }
        URI parsed = members.uri("jwks_uri", uri.get());
        if (parsed != null
                && (!"https".equals(parsed.getScheme())
                        || parsed.getHost() == null
                        || parsed.getRawUserInfo() != null
                        || parsed.getRawFragment() != null)) {
            problems.add("jwks_uri is an https address");
            return null;
        }
        return parsed;
    }

    private Set<URI> uris(String name) {
        Set<URI> uris = new LinkedHashSet<>();
        for (String text : members.texts(name)) {
            URI uri = members.uri(name, text);
            if (uri != null && resourceServers.named(text).isEmpty()) {
                problems.add(name + ": " + text + " is no resource of this server");
            } else if (uri != null) {
                uris.add(uri);
            }
        }
        return uris;
    }
}
