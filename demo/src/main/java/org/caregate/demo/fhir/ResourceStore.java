package org.caregate.demo.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.caregate.demo.search.StoredResource;
import org.jspecify.annotations.Nullable;

/** Every version of every resource, in memory; writes also go to the journal when there is one. */
public final class ResourceStore {

    /** How a conditional write ended. */
    public sealed interface WriteResult {
        /** The new version is stored; {@code created} when there was none before. */
        record Stored(StoredResource resource, boolean created) implements WriteResult {}

        /** {@code If-Match} named a version that is not the current one. */
        record VersionConflict() implements WriteResult {}
    }

    private final ConcurrentMap<String, ConcurrentSkipListMap<String, List<StoredResource>>> types =
            new ConcurrentHashMap<>();
    private final Clock clock;
    private final @Nullable WriteJournal journal;

    /** A store for these types; nothing else can be put into it. */
    public ResourceStore(Set<String> servedTypes, Clock clock, @Nullable WriteJournal journal) {
        this.clock = clock;
        this.journal = journal;
        servedTypes.forEach(type -> types.put(type, new ConcurrentSkipListMap<>()));
    }

    /** Takes a resource that has its id, version and date already: the delivered data and the journal. */
    public void load(JsonNode json) {
        String type = json.path("resourceType").asText();
        JsonNode meta = json.path("meta");
        StoredResource resource = new StoredResource(
                type,
                json.path("id").asText(),
                meta.path("versionId").asLong(),
                Instant.parse(meta.path("lastUpdated").asText().replace("+00:00", "Z")),
                json);
        versions(type).merge(resource.id(), List.of(resource), ResourceStore::append);
    }

    /** The current version. */
    public Optional<StoredResource> current(String type, String id) {
        return Optional.ofNullable(types.get(type)).map(all -> all.get(id)).map(List::getLast);
    }

    /** One version of the history. */
    public Optional<StoredResource> version(String type, String id, long version) {
        return Optional.ofNullable(versions(type).get(id)).stream()
                .flatMap(List::stream)
                .filter(resource -> resource.version() == version)
                .findFirst();
    }

    /** The current versions of a type, in the order of their ids. */
    public Stream<StoredResource> all(String type) {
        return versions(type).values().stream().map(List::getLast);
    }

    /** Stores a new resource under an id of our own. */
    public StoredResource create(String type, ObjectNode json) {
        return write(type, UUID.randomUUID().toString(), json, 1);
    }

    /** Stores the next version, or the first under the caller's id; {@code expected} is the version of {@code If-Match}. */
    public synchronized WriteResult update(String type, String id, ObjectNode json, @Nullable Long expected) {
        Optional<StoredResource> current = current(type, id);
        if (expected != null
                && current.map(StoredResource::version).filter(expected::equals).isEmpty()) {
            return new WriteResult.VersionConflict();
        }
        long next = current.map(StoredResource::version).orElse(0L) + 1;
        return new WriteResult.Stored(write(type, id, json, next), current.isEmpty());
    }

    private synchronized StoredResource write(String type, String id, ObjectNode json, long version) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        ObjectNode meta = json.path("meta") instanceof ObjectNode given ? given : JsonNodeFactory.instance.objectNode();
        meta.put("versionId", Long.toString(version)).put("lastUpdated", now.toString());
        json.put("id", id).set("meta", meta);
        StoredResource resource = new StoredResource(type, id, version, now, json);
        if (journal != null) {
            try {
                journal.append(json);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
        versions(type).merge(id, List.of(resource), ResourceStore::append);
        return resource;
    }

    private ConcurrentSkipListMap<String, List<StoredResource>> versions(String type) {
        var versions = types.get(type);
        if (versions == null) {
            throw new IllegalArgumentException("not a type of this server: " + type);
        }
        return versions;
    }

    private static List<StoredResource> append(List<StoredResource> before, List<StoredResource> after) {
        return Stream.concat(before.stream(), after.stream()).toList();
    }
}
