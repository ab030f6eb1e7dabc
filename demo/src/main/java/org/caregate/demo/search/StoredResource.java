package org.caregate.demo.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/** One version of one resource; immutable, so that what a search parameter finds in it is computed once. */
public final class StoredResource {

    private final String type;
    private final String id;
    private final long version;
    private final Instant lastUpdated;
    private final JsonNode json;
    private final ConcurrentMap<String, List<IndexValue>> index = new ConcurrentHashMap<>();

    /** Takes the JSON as its own: no one may change it afterwards. */
    public StoredResource(String type, String id, long version, Instant lastUpdated, JsonNode json) {
        this.type = type;
        this.id = id;
        this.version = version;
        this.lastUpdated = lastUpdated;
        this.json = json;
    }

    /** The resource's type, as in its address. */
    public String type() {
        return type;
    }

    /** The logical id. */
    public String id() {
        return id;
    }

    /** The version id, counted from 1. */
    public long version() {
        return version;
    }

    /** When this version was stored. */
    public Instant lastUpdated() {
        return lastUpdated;
    }

    /** The whole resource, with {@code meta.versionId} and {@code meta.lastUpdated}. */
    public JsonNode json() {
        return json;
    }

    /** {@code Type/id}, as references name it. */
    public String reference() {
        return type + "/" + id;
    }

    List<IndexValue> values(String parameter, Function<JsonNode, List<IndexValue>> extract) {
        return index.computeIfAbsent(parameter, name -> extract.apply(json));
    }
}
