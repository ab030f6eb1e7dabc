package org.caregate.gateway.guard;

import java.util.Set;
import java.util.function.Consumer;
import org.caregate.gateway.json.FhirJson;
import org.caregate.gateway.json.MalformedResourceException;
import org.caregate.gateway.json.Names;
import org.caregate.gateway.json.References;
import org.caregate.gateway.json.ResourceCopier;
import org.caregate.gateway.json.Scan;
import org.caregate.gateway.json.ScannedResource;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.policy.compartment.Release;
import org.caregate.policy.compartment.ResourceFacts;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A search result of the upstream, read entry by entry: our own Bundle is written around those that were proved ({@link ResultBundle}).
 *
 * <p>The closing bracket is in the last part, which there is only once the upstream's last byte was read and found right, so that a
 * broken answer never becomes valid JSON. Of the upstream's Bundle nothing passes but {@code total}, when the token may know it, and
 * the next page.
 */
public final class SearchResult implements AutoCloseable {
    private final FhirJson json;
    private final JsonParser in;
    private final ResourceCopier copier;
    private final Judge judge;
    private final SearchLinks links;
    private final Consumer<ForeignResource> heldBack;
    private final EntryBuffer resource;
    private final ResultBundle bundle;

    private final Names topLevel = new Names();
    private boolean started;
    private boolean inEntries;
    private ResultBundle.@Nullable Entry waiting; // had no room in the part before
    private boolean anyForeign;
    private boolean isBundle;
    private boolean isSearchset;
    private @Nullable String next;
    private long total = -1;

    SearchResult(
            FhirJson json,
            JsonParser in,
            References references,
            Judge judge,
            SearchLinks links,
            Consumer<ForeignResource> heldBack,
            Bounds bounds) {
        this.json = json;
        this.in = in;
        this.copier = ResourceCopier.forCaller(references);
        this.judge = judge;
        this.links = links;
        this.heldBack = heldBack;
        this.resource = new EntryBuffer(bounds.entry(), bounds.resource());
        this.bundle = new ResultBundle(json, references, bounds);
    }

    /**
     * The next part. Its bytes are good until the one after it is asked for, and {@link ProvenPart#isLast} says that there is none.
     *
     * @throws UpstreamException when the upstream's answer is not one: what was not released yet is lost with it
     */
    public ProvenPart next() throws UpstreamException {
        try {
            return read();
        } catch (JacksonException | MalformedResourceException | BoundedBuffer.ExceededException e) {
            throw ResponseGuard.unusable(e);
        }
    }

    private ProvenPart read() throws MalformedResourceException, UpstreamException {
        bundle.nextPart();
        if (!started && in.nextToken() != JsonToken.START_OBJECT) {
            throw malformed("a Bundle is an object");
        }
        started = true;
        if (waiting != null) {
            bundle.add(waiting);
            waiting = null;
        }
        while (true) {
            if (inEntries) {
                if (in.nextToken() == JsonToken.START_OBJECT) {
                    ResultBundle.Entry entry = entry();
                    if (entry != null && !bundle.hasRoomFor(entry)) {
                        waiting = entry;
                        return bundle.part(false);
                    }
                    if (entry != null) {
                        bundle.add(entry);
                    }
                } else {
                    endOfEntries();
                }
            } else if (in.nextToken() == JsonToken.PROPERTY_NAME) {
                property();
            } else {
                return end();
            }
        }
    }

    private void property() throws MalformedResourceException, UpstreamException {
        String name = once(topLevel);
        JsonToken value = in.nextToken();
        switch (name) {
            case "resourceType" -> isBundle = demand(value, "Bundle");
            case "type" -> isSearchset = demand(value, "searchset");
            case "total" -> total = value == JsonToken.VALUE_NUMBER_INT ? in.getLongValue() : -1;
            case "link" -> links(value);
            case "entry" -> {
                if (value != JsonToken.START_ARRAY) {
                    throw malformed("entries are an array");
                }
                inEntries = true;
            }
            default -> in.skipChildren();
        }
    }

    private void endOfEntries() throws MalformedResourceException {
        if (in.currentToken() != JsonToken.END_ARRAY) {
            throw malformed("an entry is an object");
        }
        inEntries = false;
    }

    private ProvenPart end() throws MalformedResourceException {
        if (in.currentToken() != JsonToken.END_OBJECT || in.nextToken() != null || !isBundle || !isSearchset) {
            throw malformed("not one whole searchset");
        }
        bundle.end(judge.mayCount() && !anyForeign ? total : -1, links.self(), next);
        return bundle.part(true);
    }

    private String once(Names names) throws MalformedResourceException {
        String name = in.currentName();
        if (!names.add(name)) {
            throw malformed("a property twice");
        }
        return name;
    }

    private boolean demand(@Nullable JsonToken value, String text) throws MalformedResourceException {
        if (value != JsonToken.VALUE_STRING || !text.equals(in.getString())) {
            throw malformed("not a searchset Bundle");
        }
        return true;
    }

    private void links(@Nullable JsonToken value) throws MalformedResourceException, UpstreamException {
        if (value != JsonToken.START_ARRAY) {
            throw malformed("links are an array");
        }
        while (in.nextToken() == JsonToken.START_OBJECT) {
            String relation = "";
            String url = "";
            Names names = new Names();
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = once(names);
                JsonToken text = in.nextToken();
                if (text == JsonToken.VALUE_STRING && name.equals("relation")) {
                    relation = in.getString();
                } else if (text == JsonToken.VALUE_STRING && name.equals("url")) {
                    url = in.getString();
                } else {
                    in.skipChildren();
                }
            }
            if (relation.equals("next")) {
                if (next != null) {
                    throw malformed("two next pages");
                }
                next = links.next(url);
            }
        }
        if (in.currentToken() != JsonToken.END_ARRAY) {
            throw malformed("a link is an object");
        }
    }

    /** What stands for the next entry of the upstream's; null when nothing does. */
    private ResultBundle.@Nullable Entry entry() throws MalformedResourceException, UpstreamException {
        Scan scanned = null;
        String mode = "match";
        Names names = new Names();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = once(names);
            JsonToken value = in.nextToken();
            if (name.equals("resource")) {
                resource.reset();
                try (JsonGenerator out = json.write(resource)) {
                    scanned = copier.copy(in, out, resource);
                }
            } else if (name.equals("search") && value == JsonToken.START_OBJECT) {
                mode = mode();
            } else {
                in.skipChildren();
            }
        }
        if (in.currentToken() != JsonToken.END_OBJECT) {
            throw malformed("an entry is an object");
        }
        return switch (scanned) {
            case null -> null;
            case ScannedResource understood -> prove(understood, mode);
            case Scan.NotFhir(var type, var id, var defect) ->
                holdBack(new ForeignResource(type, id, Release.Reason.NOT_FHIR));
            case Scan.TooLarge() -> {
                holdBack(new ForeignResource(null, null, Release.Reason.TOO_LARGE));
                yield bundle.leftOut(null, Set.of());
            }
        };
    }

    private String mode() {
        String mode = "match";
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean isMode = in.currentName().equals("mode");
            if (in.nextToken() == JsonToken.VALUE_STRING
                    && isMode
                    && in.getString().equals("include")) {
                mode = "include";
            } else {
                in.skipChildren();
            }
        }
        return mode;
    }

    private ResultBundle.@Nullable Entry prove(ScannedResource found, String mode) throws UpstreamException {
        ResourceFacts facts = found.facts();
        if (facts.type().equals("OperationOutcome")) {
            return null; // we cannot vouch for the upstream's own text
        }
        String id = facts.id();
        Release release = id == null ? new Release.Foreign(Release.Reason.NOT_FHIR) : judge.of(found);
        String reference = facts.type() + "/" + id;
        return switch (release) {
            case Release.Foreign(Release.Reason reason) -> holdBack(new ForeignResource(facts.type(), id, reason));
            case Release.DependsOnTargets others ->
                holdBack(new ForeignResource(facts.type(), id, Release.Reason.TARGET));
            case Release.Proven proven
            when resource.keeps() -> bundle.entry(reference, mode, resource.kept(), proven.patients());
            case Release.Proven proven -> bundle.leftOut(reference, proven.patients());
        };
    }

    private ResultBundle.@Nullable Entry holdBack(ForeignResource foreign) {
        anyForeign = true;
        heldBack.accept(foreign);
        return null;
    }

    private static MalformedResourceException malformed(String message) {
        return new MalformedResourceException(message);
    }

    @Override
    public void close() {
        in.close();
    }
}
