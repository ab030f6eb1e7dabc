package org.caregate.gateway.error;

/** A refusal as it looks from outside: fixed text, without PHI and without a hint about what exists. */
public sealed interface Refusal permits Delayed, Denied, Failure, InvalidBody {
    int status();

    /** The code of FHIR's IssueType value set. */
    String issue();

    /** What the response says. */
    String text();

    /** The {@code error} of the Bearer challenge (RFC 6750 §3.1); empty when there is none. */
    String bearerError();

    /** The element of the body that it is about, as in FHIRPath; empty when it is about none. */
    default String path() {
        return "";
    }

    /** The stable word for the audit log and metrics. */
    String reason();

    /** When asking again may help, in seconds ({@code Retry-After}, RFC 9110 §10.2.3); 0 when nothing is known of that. */
    default int retryAfterSeconds() {
        return 0;
    }

    /** Whether the answer carries a {@code WWW-Authenticate} challenge: every 401, and whatever names a Bearer error. */
    default boolean challenges() {
        return status() == 401 || !bearerError().isEmpty();
    }
}
