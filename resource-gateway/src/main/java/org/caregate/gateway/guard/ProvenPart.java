package org.caregate.gateway.guard;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** Bytes of an answer of which every resource was proved. Only the guard makes one, and only this can be released. */
public final class ProvenPart {
    private final ByteBuffer bytes;
    private final Set<String> patients;
    private final Set<String> resources;
    private final boolean last;

    ProvenPart(ByteBuffer bytes, Set<String> patients, Set<String> resources, boolean last) {
        this.bytes = bytes;
        this.patients = Collections.unmodifiableSet(new LinkedHashSet<>(patients));
        this.resources = Collections.unmodifiableSet(new LinkedHashSet<>(resources));
        this.last = last;
    }

    public ByteBuffer bytes() {
        return bytes;
    }

    /** The patients these bytes speak of, by logical id. */
    public Set<String> patients() {
        return patients;
    }

    /** The resources in these bytes, as relative references. */
    public Set<String> resources() {
        return resources;
    }

    /** Whether the answer ends with it. */
    public boolean isLast() {
        return last;
    }

    @Override
    public String toString() {
        return "ProvenPart[" + resources.size() + " resources]";
    }
}
