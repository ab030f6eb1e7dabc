package org.caregate.gateway.enforcement;

import java.util.Map;
import java.util.Set;
import org.caregate.gateway.discovery.OwnDocument;
import org.caregate.gateway.guard.ProvenPart;
import org.caregate.gateway.guard.SearchResult;

/** What may be released of the upstream's answer, once that is recorded. */
sealed interface ProvenAnswer
        permits Refused, ProvenAnswer.Resource, ProvenAnswer.Searchset, ProvenAnswer.Unshown, ProvenAnswer.Document {
    /**
     * One resource.
     *
     * @param patients whom the exchange was about, for its completion
     */
    record Resource(ProvenPart part, int status, Map<String, String> fields, Set<String> patients)
            implements ProvenAnswer {}

    /** A search result, proved as it is read. */
    record Searchset(SearchResult result, HeldBack heldBack) implements ProvenAnswer {}

    /** What was written, without being shown. */
    record Unshown(int status, Map<String, String> fields, Set<String> patients, Set<String> resources)
            implements ProvenAnswer {}

    /** The gateway's own, which holds no one's data. */
    record Document(OwnDocument document) implements ProvenAnswer {}
}
