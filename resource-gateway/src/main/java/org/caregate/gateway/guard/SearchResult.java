package org.caregate.gateway.guard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.caregate.gateway.error.OperationOutcomes;
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
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One search result on its way through: a Bundle of ours is written around those entries of the upstream's that were proved.
 *
 * <p>The closing bracket leaves only after the upstream's last byte was read and found right, so that a broken answer never becomes
 * valid JSON. Of the upstream's Bundle nothing passes but {@code total}, when the token may know it, and the next page.
 */
final class SearchResult {
    private static final byte[] START = ascii("{\"resourceType\":\"Bundle\",\"type\":\"searchset\"");
    private static final byte[] FIRST_ENTRY = ascii(",\"entry\":[");
    private static final byte[] LATER_ENTRY = ascii(",");
    private static final int LINKS = 32 * 1024;

    private final FhirJson json;
    private final JsonParser in;
    private final ResourceCopier copier;
    private final References references;
    private final Judge judge;
    private final boolean mayCount;
    private final SearchLinks links;
    private final PartSink sink;
    private final Consumer<ForeignResource> dropped;
    private final int partBytes;

    private final EntryBuffer resource;
    private final BoundedBuffer part;
    private final Set<String> patients = new LinkedHashSet<>();
    private final Set<String> resources = new LinkedHashSet<>();
    private long entries;
    private int inPart;
    private boolean anyForeign;
    private boolean isBundle;
    private boolean isSearchset;
    private @Nullable String next;
    private long total = -1;

    SearchResult(
            FhirJson json,
            JsonParser in,
            ResourceCopier copier,
            References references,
            Judge judge,
            boolean mayCount,
            SearchLinks links,
            PartSink sink,
            Consumer<ForeignResource> dropped,
            EntryBuffer resource,
            int partBytes) {
        this.json = json;
        this.in = in;
        this.copier = copier;
        this.references = references;
        this.judge = judge;
        this.mayCount = mayCount;
        this.links = links;
        this.sink = sink;
        this.dropped = dropped;
        this.partBytes = partBytes;
        this.resource = resource;
        this.part = new BoundedBuffer(partBytes + resource.bound() + LINKS);
        part.write(START, 0, START.length);
    }

    void pass() throws MalformedResourceException, UpstreamException, ReleaseRefusedException, IOException {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw malformed("a Bundle is an object");
        }
        Names names = new Names();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = once(names);
            JsonToken value = in.nextToken();
            switch (name) {
                case "resourceType" -> isBundle = demand(value, "Bundle");
                case "type" -> isSearchset = demand(value, "searchset");
                case "total" -> total = value == JsonToken.VALUE_NUMBER_INT ? in.getLongValue() : -1;
                case "link" -> links(value);
                case "entry" -> entries(value);
                default -> in.skipChildren();
            }
        }
        if (in.currentToken() != JsonToken.END_OBJECT || in.nextToken() != null || !isBundle || !isSearchset) {
            throw malformed("not one whole searchset");
        }
        end();
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

    private void entries(@Nullable JsonToken value)
            throws MalformedResourceException, UpstreamException, ReleaseRefusedException, IOException {
        if (value != JsonToken.START_ARRAY) {
            throw malformed("entries are an array");
        }
        while (in.nextToken() == JsonToken.START_OBJECT) {
            entry();
        }
        if (in.currentToken() != JsonToken.END_ARRAY) {
            throw malformed("an entry is an object");
        }
    }

    private void entry() throws MalformedResourceException, UpstreamException, ReleaseRefusedException, IOException {
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
        switch (scanned) {
            case null -> {}
            case ScannedResource understood -> prove(understood, mode);
            case Scan.NotFhir(var type, var id, var defect) ->
                hold(new ForeignResource(type, id, Release.Reason.NOT_FHIR));
            case Scan.TooLarge() -> {
                hold(new ForeignResource(null, null, Release.Reason.TOO_LARGE));
                replace(null, Set.of());
            }
        }
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

    private void prove(ScannedResource found, String mode)
            throws UpstreamException, ReleaseRefusedException, IOException {
        ResourceFacts facts = found.facts();
        if (facts.type().equals("OperationOutcome")) {
            return; // the upstream's own text is not ours to vouch for
        }
        String id = facts.id();
        Release release = id == null ? new Release.Foreign(Release.Reason.NOT_FHIR) : judge.of(found);
        switch (release) {
            case Release.Foreign(Release.Reason reason) -> hold(new ForeignResource(facts.type(), id, reason));
            case Release.DependsOnTargets others -> hold(new ForeignResource(facts.type(), id, Release.Reason.TARGET));
            case Release.Proven proven when resource.keeps() -> add(facts.type() + "/" + id, mode, proven.patients());
            case Release.Proven proven -> replace(facts.type() + "/" + id, proven.patients());
        }
    }

    private void hold(ForeignResource foreign) {
        anyForeign = true;
        dropped.accept(foreign);
    }

    private void add(String reference, String mode, Set<String> ofPatients)
            throws ReleaseRefusedException, IOException {
        // type and id were checked against R4's lists, mode is a word of ours: nothing here needs an escape
        byte[] head = ascii("{\"fullUrl\":\"" + references.ours(reference) + "\",\"resource\":");
        byte[] tail = ascii(",\"search\":{\"mode\":\"" + mode + "\"}}");
        begin(head.length + resource.kept().size() + tail.length);
        part.write(head, 0, head.length);
        part.write(resource.kept());
        part.write(tail, 0, tail.length);
        resources.add(reference);
        patients.addAll(ofPatients);
    }

    /**
     * A warning in place of an entry that is too large, so that it does not cost the others and nobody takes the list for whole. One
     * that was proved is named, and recorded like one that was released.
     */
    private void replace(@Nullable String reference, Set<String> ofPatients)
            throws ReleaseRefusedException, IOException {
        byte[] warning = OperationOutcomes.entryLeftOut(reference);
        begin(warning.length);
        part.write(warning, 0, warning.length);
        if (reference != null) {
            resources.add(reference);
            patients.addAll(ofPatients);
        }
    }

    /** Begins an entry of that size, in another part when this one has no room for it. */
    private void begin(int size) throws ReleaseRefusedException, IOException {
        if (inPart > 0 && part.size() + size + FIRST_ENTRY.length > partBytes) {
            release(false);
        }
        byte[] separator = entries == 0 ? FIRST_ENTRY : LATER_ENTRY;
        part.write(separator, 0, separator.length);
        entries++;
        inPart++;
    }

    private void end() throws ReleaseRefusedException, IOException {
        if (entries > 0) {
            part.write(']');
        }
        if (total >= 0 && mayCount && !anyForeign) {
            byte[] known = ascii(",\"total\":" + total);
            part.write(known, 0, known.length);
        }
        byte[] name = ascii(",\"link\":");
        part.write(name, 0, name.length);
        try (JsonGenerator out = json.write(part)) {
            out.writeStartArray();
            link(out, "self", links.self());
            if (next != null) {
                link(out, "next", next);
            }
            out.writeEndArray();
        }
        part.write('}');
        release(true);
    }

    private static void link(JsonGenerator out, String relation, String url) {
        out.writeStartObject();
        out.writeStringProperty("relation", relation);
        out.writeStringProperty("url", url);
        out.writeEndObject();
    }

    private void release(boolean last) throws ReleaseRefusedException, IOException {
        sink.release(new ProvenPart(part.view(), patients, resources, last));
        part.reset();
        inPart = 0;
        patients.clear();
        resources.clear();
    }

    private static MalformedResourceException malformed(String message) {
        return new MalformedResourceException(message);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
