package org.caregate.gateway.error;

import java.nio.charset.StandardCharsets;

/**
 * Renders a refusal as a FHIR OperationOutcome (FHIR R4, "RESTful API", §3.1.0.1.4): the same bytes for the same class of
 * refusal, so that two of them cannot be told apart.
 */
public final class OperationOutcomes {
    private OperationOutcomes() {}

    /** The body. Fixed words of ours that need no escaping: a test reads every one back. */
    public static byte[] of(Refusal refusal) {
        String body = "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\""
                + refusal.issue()
                + "\",\"details\":{\"text\":\""
                + refusal.text()
                + "\"}}]}";
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
