package org.caregate.demo.search;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The one table of search parameters: R4's own definitions, as HAPI carries them, as far as their paths are understood.
 * What is not in it is unknown, and unknown is refused.
 */
public final class SearchTable {

    /** Its path is understood, its meaning is not. */
    private static final String SOUNDS_LIKE = "phonetic";

    private final FhirContext fhir;
    private final ConcurrentMap<String, Map<String, SearchParameter>> byType = new ConcurrentHashMap<>();

    /** Reads a type's definitions when that type is first asked for. */
    public SearchTable(FhirContext fhir) {
        this.fhir = fhir;
    }

    /** A type's parameter of that name, if this server understands it. */
    public Optional<SearchParameter> find(String type, String name) {
        return Optional.ofNullable(parameters(type).get(name));
    }

    /** All parameters of a type, by name. */
    public Collection<SearchParameter> of(String type) {
        return parameters(type).values();
    }

    private Map<String, SearchParameter> parameters(String type) {
        return byType.computeIfAbsent(type, this::read);
    }

    private Map<String, SearchParameter> read(String type) {
        Map<String, SearchParameter> parameters = new TreeMap<>();
        for (RuntimeSearchParam definition : fhir.getResourceDefinition(type).getSearchParams()) {
            kind(definition).ifPresent(kind -> {
                var paths = new ArrayList<ElementPath>();
                for (String alternative : definition.getPath().split("\\|", -1)) {
                    String path = alternative.strip();
                    if (!path.replace("(", "").startsWith(type + ".")) {
                        continue;
                    }
                    Optional<ElementPath> parsed = ElementPath.parse(path);
                    if (parsed.isEmpty()) {
                        return; // half a parameter would miss resources
                    }
                    paths.add(parsed.get());
                }
                if (!paths.isEmpty()) {
                    Set<String> targets = definition.getTargets() == null ? Set.of() : definition.getTargets();
                    parameters.put(
                            definition.getName(), new SearchParameter(definition.getName(), kind, paths, targets));
                }
            });
        }
        if (type.equals("CareTeam")) { // the two that US Core 6.1 adds to R4's
            add(parameters, type, "role", SearchParameter.Kind.TOKEN, "participant.role");
        } else if (type.equals("Goal")) {
            add(parameters, type, "description", SearchParameter.Kind.TOKEN, "description");
        }
        add(parameters, type, "_id", SearchParameter.Kind.TOKEN, "id");
        add(parameters, type, "_lastUpdated", SearchParameter.Kind.DATE, "meta.lastUpdated");
        add(parameters, type, "_profile", SearchParameter.Kind.URI, "meta.profile");
        add(parameters, type, "_security", SearchParameter.Kind.TOKEN, "meta.security");
        add(parameters, type, "_tag", SearchParameter.Kind.TOKEN, "meta.tag");
        return parameters;
    }

    private static void add(
            Map<String, SearchParameter> parameters, String type, String name, SearchParameter.Kind kind, String path) {
        ElementPath.parse(type + "." + path)
                .ifPresent(parsed -> parameters.put(name, new SearchParameter(name, kind, List.of(parsed), Set.of())));
    }

    private static Optional<SearchParameter.Kind> kind(RuntimeSearchParam definition) {
        if (definition.getPath() == null
                || definition.getParamType() == null
                || SOUNDS_LIKE.equals(definition.getName())) {
            return Optional.empty();
        }
        return switch (definition.getParamType()) {
            case TOKEN -> Optional.of(SearchParameter.Kind.TOKEN);
            case REFERENCE -> Optional.of(SearchParameter.Kind.REFERENCE);
            case DATE -> Optional.of(SearchParameter.Kind.DATE);
            case STRING -> Optional.of(SearchParameter.Kind.STRING);
            case QUANTITY -> Optional.of(SearchParameter.Kind.QUANTITY);
            case URI -> Optional.of(SearchParameter.Kind.URI);
            case NUMBER, COMPOSITE, HAS, SPECIAL -> Optional.empty();
        };
    }
}
