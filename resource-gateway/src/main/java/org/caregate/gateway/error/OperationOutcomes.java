package org.caregate.gateway.error;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Renders a refusal as a FHIR OperationOutcome (FHIR R4, "RESTful API", §3.1.0.1.4): the same bytes for the same class of
 * refusal, so that two of them cannot be distinguished.
 */
public final class OperationOutcomes {
    private OperationOutcomes() {}

    /**
     * An entry of a search result that says one was left out (FHIR R4, Bundle: {@code search.mode} outcome).
     *
     * @param reference which one, of type and id that were checked; null when that is not known
     */
    public static byte[] entryLeftOut(@Nullable String reference) {
        String entry =
                "{\"resource\":{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"warning\",\"code\":\"too-long\","
                        + "\"details\":{\"text\":\"An entry is larger than a search result may hold here.\"}"
                        + (reference == null ? "" : ",\"diagnostics\":\"Left out: " + reference + "\"")
                        + "}]},\"search\":{\"mode\":\"outcome\"}}";
        return entry.getBytes(StandardCharsets.UTF_8);
    }

    /** The body. Fixed words and element names, which need no escaping: a test reads every one back. */
    public static byte[] of(Refusal refusal) {
        String body = "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\""
                + refusal.issue()
                + "\",\"details\":{\"text\":\""
                + refusal.text()
                + "\"}"
                + (refusal.path().isEmpty() ? "" : ",\"expression\":[\"" + refusal.path() + "\"]")
                + "}]}";
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
