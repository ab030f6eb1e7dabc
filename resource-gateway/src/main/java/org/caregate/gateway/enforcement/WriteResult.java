package org.caregate.gateway.enforcement;

import java.util.Map;
import java.util.Set;
import org.caregate.gateway.json.ScannedResource;
import org.caregate.gateway.structure.WrittenBody;
import org.caregate.policy.decision.ReferenceProof.Finding;
import org.jspecify.annotations.Nullable;

/** What the steps of a write find. */
final class WriteResult {
    private WriteResult() {}

    /** The body, read. */
    sealed interface OfBody permits Refused, Body {}

    record Body(WrittenBody written) implements OfBody {}

    /** The body, proved under one permit. */
    sealed interface OfProof permits Refused, Proved {}

    /**
     * It may be written as far as it itself can tell.
     *
     * @param patients whom it speaks of
     * @param lookups what it refers to and has to be looked up, by the path of the first reference
     */
    record Proved(Set<String> patients, Map<Finding.Lookup, String> lookups) implements OfProof {}

    /** The version that the write replaces, proved. */
    sealed interface OfStored permits Refused, Replaced {}

    /** Null when there is none. */
    record Replaced(@Nullable ScannedResource stored, Set<String> patients) implements OfStored {
        static Replaced nothing() {
            return new Replaced(null, Set.of());
        }
    }
}
