package org.caregate.gateway.guard;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import org.caregate.gateway.error.OperationOutcomes;
import org.caregate.gateway.json.FhirJson;
import org.caregate.gateway.json.References;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The Bundle that the caller gets: written part by part, of proved entries and of warnings where one was left out. */
final class ResultBundle {
    private static final byte[] START = utf8("{\"resourceType\":\"Bundle\",\"type\":\"searchset\"");
    private static final byte[] FIRST_ENTRY = utf8(",\"entry\":[");
    private static final byte[] LATER_ENTRY = utf8(",");
    private static final byte[] NOTHING = {};
    private static final int LINKS = 32 * 1024;

    private final FhirJson json;
    private final References references;
    private final int partBytes;
    private final BoundedBuffer part;
    private final Set<String> patients = new LinkedHashSet<>();
    private final Set<String> resources = new LinkedHashSet<>();
    private boolean begun;
    private long entries;
    private int inPart;

    ResultBundle(FhirJson json, References references, Bounds bounds) {
        this.json = json;
        this.references = references;
        this.partBytes = bounds.part();
        this.part = new BoundedBuffer(bounds.part() + bounds.entry() + LINKS);
    }

    /**
     * One entry, proved.
     *
     * @param body good until the next entry is read; null when the entry is all head
     * @param reference of the resource that it shows or names; null when it names none
     */
    record Entry(
            byte[] head,
            @Nullable BoundedBuffer body,
            byte[] tail,
            @Nullable String reference,
            Set<String> patients) {
        int size() {
            return head.length + (body == null ? 0 : body.size()) + tail.length;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /** The entry of a proved resource. */
    Entry entry(String reference, String mode, BoundedBuffer body, Set<String> ofPatients) {
        // type and id were checked against R4's lists, and mode is one of our words: nothing here needs an escape
        byte[] head = utf8("{\"fullUrl\":\"" + references.ours(reference) + "\",\"resource\":");
        byte[] tail = utf8(",\"search\":{\"mode\":\"" + mode + "\"}}");
        return new Entry(head, body, tail, reference, ofPatients);
    }

    /**
     * A warning in place of an entry that is too large, so that it does not cost the others and the list is not taken for whole. One
     * that was proved is named, and recorded like one that was released.
     */
    Entry leftOut(@Nullable String reference, Set<String> ofPatients) {
        return new Entry(OperationOutcomes.entryLeftOut(reference), null, NOTHING, reference, ofPatients);
    }

    /** Begins a part, and forgets the one before. */
    void nextPart() {
        part.reset();
        patients.clear();
        resources.clear();
        inPart = 0;
        if (!begun) {
            begun = true;
            part.write(START, 0, START.length);
        }
    }

    /** Whether the entry fits into this part; a part takes one entry in any case. */
    boolean hasRoomFor(Entry entry) {
        return inPart == 0 || part.size() + entry.size() + FIRST_ENTRY.length <= partBytes;
    }

    void add(Entry entry) {
        byte[] separator = entries == 0 ? FIRST_ENTRY : LATER_ENTRY;
        part.write(separator, 0, separator.length);
        part.write(entry.head(), 0, entry.head().length);
        BoundedBuffer body = entry.body();
        if (body != null) {
            part.write(body);
        }
        part.write(entry.tail(), 0, entry.tail().length);
        entries++;
        inPart++;
        String reference = entry.reference();
        if (reference != null) {
            resources.add(reference);
            patients.addAll(entry.patients());
        }
    }

    /**
     * Writes what follows the entries.
     *
     * @param total negative when the caller may not know it, or no one does
     */
    void end(long total, String self, @Nullable String next) {
        if (entries > 0) {
            part.write(']');
        }
        if (total >= 0) {
            byte[] known = utf8(",\"total\":" + total);
            part.write(known, 0, known.length);
        }
        byte[] name = utf8(",\"link\":");
        part.write(name, 0, name.length);
        try (JsonGenerator out = json.write(part)) {
            out.writeStartArray();
            link(out, "self", self);
            if (next != null) {
                link(out, "next", next);
            }
            out.writeEndArray();
        }
        part.write('}');
    }

    private static void link(JsonGenerator out, String relation, String url) {
        out.writeStartObject();
        out.writeStringProperty("relation", relation);
        out.writeStringProperty("url", url);
        out.writeEndObject();
    }

    /** The part as it stands. */
    ProvenPart part(boolean last) {
        return new ProvenPart(part.view(), patients, resources, last);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
