package org.caregate.commandline.apply;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.caregate.commandline.api.Calls;
import org.caregate.commandline.api.Reply;
import org.caregate.commandline.exit.CommandRefused;
import org.caregate.protocol.ClientId;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.ClientAuthentication;
import org.caregate.registry.client.ClientKeySet;
import org.caregate.registry.client.ClientMetadata;
import org.caregate.registry.credential.StoredCredential;
import org.caregate.registry.resource.ResourceServer;
import org.caregate.registry.resource.ResourceServers;
import org.caregate.server.config.WantedState;
import org.caregate.server.config.WantedState.WantedClient;
import org.caregate.server.config.WantedState.WantedPerson;
import org.caregate.server.config.WantedState.WantedResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The steps from what the server has to what the file wants; nothing is changed by making it, and nothing is ever taken away. */
public final class Plan {
    private static final StoredCredential NO_SECRET = new StoredCredential(1, "not compared");

    private final WantedState wanted;
    private final Calls calls;
    private final ResourceServers resources;
    private final List<JsonNode> guarded;

    private Plan(WantedState wanted, Calls calls, URI issuer) {
        this.wanted = wanted;
        this.calls = calls;
        this.guarded = calls.items("/resources");
        List<ResourceServer> all = new ArrayList<>();
        guarded.forEach(resource ->
                all.add(new ResourceServer(URI.create(resource.path("base").asString()), ResourceServer.Kind.FHIR_R4)));
        all.add(ResourceServer.administration(issuer));
        this.resources = new ResourceServers(all);
    }

    /**
     * Reads what the server has, and compares.
     *
     * @throws CommandRefused with everything that is wrong with the wanted clients
     */
    public static List<Step> of(WantedState wanted, Calls calls, URI issuer) {
        return new Plan(wanted, calls, issuer).steps();
    }

    private List<Step> steps() {
        Map<WantedClient, Client> read = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (WantedClient client : wanted.clients()) {
            switch (ClientMetadata.parse(client.metadata(), resources)) {
                case ClientMetadata.Result.Invalid(List<String> invalid) ->
                    invalid.forEach(problem ->
                            problems.add("line " + client.line() + ": client " + client.id() + ": " + problem));
                case ClientMetadata.Result.Valid(ClientMetadata metadata) ->
                    read.put(
                            client,
                            metadata.toClient(
                                    new ClientId(client.id()),
                                    metadata.needsSecret() ? NO_SECRET : null,
                                    Instant.EPOCH));
            }
        }
        if (!problems.isEmpty()) {
            throw CommandRefused.unusable(String.join("\n", problems));
        }
        List<Step> steps = new ArrayList<>();
        read.forEach((client, described) -> steps.add(step(client, described)));
        wanted.people().forEach(person -> steps.add(step(person)));
        List<JsonNode> roles = wanted.roles().isEmpty() ? List.of() : calls.items("/roles");
        wanted.roles().forEach((role, scopes) -> steps.add(step(role, scopes, roles)));
        wanted.resources().forEach(resource -> steps.add(step(resource)));
        return steps;
    }

    private Step step(WantedClient wantedClient, Client described) {
        String what = "client " + wantedClient.id();
        String path = Calls.path("/clients/{}", wantedClient.id());
        Optional<Reply> found = calls.find(path);
        if (found.isEmpty()) {
            return new Step.AddClient(what, wantedClient.metadata(), wantedClient.enabled());
        }
        JsonNode now = found.get().json();
        Map<String, Object> members = members(described);
        List<String> differences = new ArrayList<>();
        members.forEach((name, value) ->
                compare(differences, name, now.path(name), JsonMapper.shared().valueToTree(value)));
        for (String credential : List.of("jwks", "jwks_uri")) {
            if (!members.containsKey(credential) && now.has(credential)) {
                differences.add(credential + ": given -> none");
            }
        }
        boolean fixed = differences.stream()
                .anyMatch(difference -> difference.startsWith("caregate_profile:")
                        || difference.startsWith("token_endpoint_auth_method:"));
        if (fixed) {
            return new Step.Elsewhere(
                    what, "profile and way to authenticate stay: register another client", differences);
        }
        Boolean enabled = now.path("enabled").asBoolean() == wantedClient.enabled()
                ? null
                : Boolean.valueOf(wantedClient.enabled());
        Map<String, Object> metadata = differences.isEmpty() ? null : wantedClient.metadata();
        if (enabled != null) {
            differences.add("enabled: " + !enabled + " -> " + enabled);
        }
        return differences.isEmpty()
                ? new Step.Unchanged(what)
                : new Step.ChangeClient(what, path, found.get().tag(), metadata, enabled, differences);
    }

    /** A client as the API shows it, without what the server chose. */
    private static Map<String, Object> members(Client client) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("client_name", client.name());
        members.put("caregate_profile", client.profile().name());
        members.put("token_endpoint_auth_method", client.authentication().method());
        members.put("grant_types", List.copyOf(new TreeSet<>(client.grantTypes())));
        members.put("redirect_uris", client.redirectUris());
        members.put("scope", client.scopes().text());
        members.put("caregate_audiences", sorted(client.audiences()));
        members.put("caregate_introspects", sorted(client.introspects()));
        switch (client.authentication()) {
            case ClientAuthentication.KeysByValue(String jwks) -> members.put("jwks", ClientKeySet.published(jwks));
            case ClientAuthentication.KeysByUrl(URI uri) -> members.put("jwks_uri", uri.toString());
            case ClientAuthentication.SecretBasic secret -> {}
            case ClientAuthentication.None none -> {}
        }
        return members;
    }

    private static List<String> sorted(Set<URI> addresses) {
        return addresses.stream().map(URI::toString).sorted().toList();
    }

    private static void compare(List<String> differences, String name, JsonNode now, JsonNode then) {
        boolean same = name.equals("scope") ? words(now.asString("")).equals(words(then.asString())) : now.equals(then);
        if (!same) {
            differences.add(name.equals("jwks") ? "jwks: other keys" : name + ": " + shown(now) + " -> " + shown(then));
        }
    }

    private static Set<String> words(String text) {
        return new TreeSet<>(List.of(text.split(" ")));
    }

    private static String shown(JsonNode value) {
        if (value.isArray()) {
            return value.isEmpty()
                    ? "none"
                    : value.valueStream().map(JsonNode::asString).collect(Collectors.joining(" "));
        }
        return value.isMissingNode() ? "none" : value.asString();
    }

    private Step step(WantedPerson person) {
        String what = "person " + person.username();
        List<JsonNode> found = calls.items("/people" + Calls.query(Map.of("username", person.username())));
        if (found.isEmpty()) {
            return new Step.Elsewhere(
                    what, "there is no account with that name. Invite the person with ./caregate user add", List.of());
        }
        String path = Calls.path("/people/{}", found.getFirst().path("id").asString());
        Reply reply = calls.get(path);
        Set<String> roles = reply.json()
                .path("roles")
                .valueStream()
                .map(JsonNode::asString)
                .collect(Collectors.toCollection(TreeSet::new));
        boolean enabled = reply.json().path("enabled").asBoolean();
        List<String> differences = new ArrayList<>();
        Map<String, Object> body = new LinkedHashMap<>();
        if (!roles.equals(person.roles())) {
            differences.add("roles: " + String.join(" ", roles) + " -> " + String.join(" ", person.roles()));
            body.put("roles", List.copyOf(person.roles()));
        }
        if (enabled != person.enabled()) {
            differences.add("enabled: " + enabled + " -> " + person.enabled());
            body.put("enabled", person.enabled());
        }
        return differences.isEmpty()
                ? new Step.Unchanged(what)
                : new Step.ChangePerson(what, path, reply.tag(), body, differences);
    }

    private static Step step(String role, Set<String> scopes, List<JsonNode> roles) {
        String now = roles.stream()
                .filter(known -> known.path("role").asString().equals(role))
                .map(known -> known.path("scope").asString())
                .findFirst()
                .orElse("none");
        return now.equals("none") || !words(now).equals(scopes)
                ? new Step.Elsewhere(
                        "role " + role,
                        "change it in roles.yaml on the server; it is in force within seconds",
                        List.of("scopes: " + now + " -> " + String.join(" ", scopes)))
                : new Step.Unchanged("role " + role);
    }

    private Step step(WantedResource resource) {
        String what = "resource " + resource.base();
        List<String> differences = guarded.stream()
                .filter(known -> known.path("base").asString().equals(resource.base()))
                .findFirst()
                .map(known -> differences(known, resource))
                .orElse(List.of("is not guarded"));
        return differences.isEmpty()
                ? new Step.Unchanged(what)
                : new Step.Elsewhere(what, "change it in caregate.yaml on the server", differences);
    }

    private static List<String> differences(JsonNode known, WantedResource resource) {
        List<String> differences = new ArrayList<>();
        if (!known.path("kind").asString().equals(resource.kind())) {
            differences.add("kind: " + known.path("kind").asString() + " -> " + resource.kind());
        }
        String upstream = resource.upstream();
        if (upstream != null && !Objects.equals(known.path("upstream").asString(), upstream)) {
            differences.add("upstream: " + known.path("upstream").asString() + " -> " + upstream);
        }
        return differences;
    }
}
