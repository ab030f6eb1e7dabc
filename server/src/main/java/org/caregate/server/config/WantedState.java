package org.caregate.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a file for {@code caregate apply} wants. Clients and people are made so; roles and resources, which stand in files of the server's,
 * are compared.
 *
 * @param roles the scopes of each role that is named
 */
public record WantedState(
        List<WantedClient> clients,
        List<WantedPerson> people,
        Map<String, Set<String>> roles,
        List<WantedResource> resources) {
    /**
     * A client.
     *
     * @param metadata RFC 7591 §2, with its {@code client_id}
     */
    public record WantedClient(int line, String id, Map<String, Object> metadata, boolean enabled) {}

    /** A person who is there already. */
    public record WantedPerson(String username, Set<String> roles, boolean enabled) {}

    /** An API behind the gateway. */
    public record WantedResource(
            String base, String kind, @Nullable String upstream) {}

    /**
     * The state that the file wants.
     *
     * @throws ConfigurationException with everything that is wrong
     */
    public static WantedState read(Path file) {
        return YamlFile.read(file, root -> {
            List<WantedClient> clients = new ArrayList<>();
            Set<String> ids = new HashSet<>();
            for (YamlSection client : list(root, "clients")) {
                clients.add(client(client, ids));
            }
            List<WantedPerson> people = new ArrayList<>();
            Set<String> names = new HashSet<>();
            for (YamlSection person : list(root, "people")) {
                people.add(person(person, names));
            }
            Map<String, Set<String>> roles = new LinkedHashMap<>();
            YamlSection section = root.optionalSection("roles");
            if (section != null) {
                for (String role : section.keys()) {
                    roles.put(role, new TreeSet<>(section.section(role).texts("scopes")));
                }
            }
            List<WantedResource> resources = new ArrayList<>();
            for (YamlSection resource : list(root, "resources")) {
                resources.add(new WantedResource(
                        resource.text("base", "the API's public base"),
                        resource.text("kind", "fhir-r4", "what is spoken there"),
                        resource.has("upstream") ? resource.text("upstream", "where requests go") : null));
            }
            return new WantedState(clients, people, roles, resources);
        });
    }

    private static List<YamlSection> list(YamlSection root, String key) {
        return root.has(key) ? root.sections(key) : List.of();
    }

    private static WantedClient client(YamlSection section, Set<String> ids) {
        String id = section.text("client_id", "its id, by which it is found again");
        boolean enabled = section.flag("enabled", true, "whether it is on");
        if (section.has("client_id") && !ids.add(id)) {
            section.problem("client_id", "is another client's in this file too");
        }
        Map<String, Object> metadata = section.plain();
        metadata.remove("enabled");
        return new WantedClient(section.line(), id, metadata, enabled);
    }

    private static WantedPerson person(YamlSection section, Set<String> names) {
        String name = section.text("username", "their user name");
        List<String> roles = section.texts("roles", "all of their roles");
        if (roles.isEmpty()) {
            section.problem("roles", "must be a list of at least one role");
        }
        if (section.has("username") && !names.add(name)) {
            section.problem("username", "is another person's in this file too");
        }
        return new WantedPerson(name, new TreeSet<>(roles), section.flag("enabled", true, "whether they may sign in"));
    }
}
