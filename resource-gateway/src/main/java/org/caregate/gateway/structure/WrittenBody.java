package org.caregate.gateway.structure;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caregate.gateway.json.ScannedResource;
import org.caregate.policy.compartment.BodyReference;
import org.caregate.policy.compartment.ResourceFacts;

/** The resource of a body, as FHIR R4 defines it. */
public final class WrittenBody implements BodyResult {
    private final byte[] bytes;
    private final ScannedResource scanned;
    private final List<Referring> references;
    private final Map<String, String> submitted;

    WrittenBody(byte[] bytes, ScannedResource scanned, List<Referring> references, Map<String, String> submitted) {
        this.bytes = bytes;
        this.scanned = scanned;
        this.references = List.copyOf(references);
        this.submitted = Map.copyOf(submitted);
    }

    /**
     * A Reference of the body.
     *
     * @param path where it stands
     */
    public record Referring(BodyReference reference, String path) {}

    /** What the proof needs to know. */
    public ResourceFacts facts() {
        return scanned.facts();
    }

    /** In the order of the text. */
    public List<Referring> references() {
        return references;
    }

    /** The type of each contained resource by its id, where no other has the same. */
    public Map<String, String> contained() {
        Map<String, String> types = new HashMap<>();
        Set<String> repeated = new HashSet<>();
        scanned.facts().contained().forEach(resource -> {
            String id = resource.id();
            if (id != null && types.put(id, resource.type()) != null) {
                repeated.add(id);
            }
        });
        types.keySet().removeAll(repeated);
        return types;
    }

    /** Addresses that go to the upstream in another form, and the form they were submitted in. */
    public Map<String, String> submitted() {
        return submitted;
    }

    /** The bytes that were written again, addresses below the base relative. */
    public ByteBuffer forUpstream() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    @Override
    public String toString() {
        return "WrittenBody[" + scanned.facts().type() + "]";
    }
}
