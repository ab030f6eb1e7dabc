package org.caregate.evaluation.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code demo.json}, mode 0600: everything a script needs to use the demo. It is also where the demo remembers the secrets it made.
 *
 * @param logKey the verifier key of the audit log
 */
public record DemoFile(DemoPorts ports, Path ca, String logKey, List<DemoPerson> people, List<DemoClient> clients) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public DemoFile {
        people = List.copyOf(people);
        clients = List.copyOf(clients);
    }

    /** The client of that name. */
    public DemoClient client(String name) {
        return clients.stream()
                .filter(client -> client.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The person of that role. */
    public DemoPerson person(String role) {
        return people.stream()
                .filter(person -> person.role().equals(role))
                .findFirst()
                .orElseThrow();
    }

    /** Writes it so that a reader sees the old file or the new one, never half of it. */
    void write(Path file) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("issuer", ports.issuerUrl().toString());
        json.put("fhirBase", ports.fhirBase().toString());
        json.put("app", ports.appUrl().toString());
        json.put("management", ports.managementUrl().toString());
        json.put("ca", ca.toString());
        json.put("logKey", logKey);
        ObjectNode persons = json.putObject("people");
        for (DemoPerson person : people) {
            ObjectNode one = persons.putObject(person.role());
            one.put("username", person.username());
            one.put("displayName", person.displayName());
            putIfGiven(one, "fhirUser", person.fhirUser());
            one.put("password", person.password());
            one.put("totpSecret", person.totpSecret());
            person.patients().forEach(one.putArray("patients")::add);
        }
        ObjectNode registered = json.putObject("clients");
        for (DemoClient client : clients) {
            ObjectNode one = registered.putObject(client.name());
            one.put("client_id", client.clientId());
            one.put("client_name", client.displayName());
            one.put("profile", client.profile());
            client.grantTypes().forEach(one.putArray("grant_types")::add);
            putIfGiven(one, "redirect_uri", client.redirectUri());
            one.put("scope", client.scope());
            putIfGiven(one, "client_secret", client.secret());
            if (client.jwk() != null) {
                one.set("jwk", JSON.readTree(client.jwk()));
            }
            one.put("introspects", client.introspects());
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, JSON.writeValueAsString(json));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void putIfGiven(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    /** Reads it back; empty when there is none. */
    public static Optional<DemoFile> read(Path file) {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        JsonNode json = JSON.readTree(file);
        List<DemoPerson> people = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : json.required("people").properties()) {
            JsonNode one = entry.getValue();
            people.add(new DemoPerson(
                    entry.getKey(),
                    text(one, "username"),
                    text(one, "displayName"),
                    optional(one, "fhirUser"),
                    text(one, "password"),
                    text(one, "totpSecret"),
                    one.required("patients")
                            .valueStream()
                            .map(JsonNode::asString)
                            .toList()));
        }
        List<DemoClient> clients = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : json.required("clients").properties()) {
            JsonNode one = entry.getValue();
            clients.add(new DemoClient(
                    entry.getKey(),
                    text(one, "client_id"),
                    text(one, "client_name"),
                    text(one, "profile"),
                    one.required("grant_types")
                            .valueStream()
                            .map(JsonNode::asString)
                            .toList(),
                    optional(one, "redirect_uri"),
                    text(one, "scope"),
                    optional(one, "client_secret"),
                    one.has("jwk") ? one.get("jwk").toString() : null,
                    one.path("introspects").asBoolean(false)));
        }
        DemoPorts ports = new DemoPorts(
                port(json, "issuer"), port(json, "fhirBase"), port(json, "app"), port(json, "management"));
        return Optional.of(new DemoFile(ports, Path.of(text(json, "ca")), text(json, "logKey"), people, clients));
    }

    private static String text(JsonNode json, String name) {
        return json.required(name).asString();
    }

    private static @Nullable String optional(JsonNode json, String name) {
        return json.has(name) ? json.get(name).asString() : null;
    }

    private static int port(JsonNode json, String name) {
        return java.net.URI.create(text(json, name)).getPort();
    }
}
