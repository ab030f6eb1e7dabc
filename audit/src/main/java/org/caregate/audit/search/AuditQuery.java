package org.caregate.audit.search;

import java.time.Instant;
import java.util.UUID;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for; every condition given must match. Newest first.
 *
 * @param person opaque subject id
 * @param patient FHIR Patient id, found by its keyed hash
 * @param resource reference such as {@code Observation/o1}, found by its keyed hash
 * @param userName found by its keyed hash
 * @param from from this time on
 * @param until before this time
 * @param before only entries older than this one: the last of the page before
 * @param most entries of a page
 */
public record AuditQuery(
        @Nullable String person,
        @Nullable String patient,
        @Nullable String resource,
        @Nullable String userName,
        @Nullable String client,
        @Nullable String exchangeId,
        @Nullable Action action,
        @Nullable Outcome outcome,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable UUID before,
        int most) {
    public static final int MOST = 1000;

    /** Everything, newest first. */
    public static final AuditQuery ALL =
            new AuditQuery(null, null, null, null, null, null, null, null, null, null, null, 100);

    public AuditQuery {
        if (most < 1 || most > MOST) {
            throw new IllegalArgumentException("a page has 1 to " + MOST + " entries");
        }
    }

    public AuditQuery ofPerson(String value) {
        return new AuditQuery(
                value, patient, resource, userName, client, exchangeId, action, outcome, from, until, before, most);
    }

    public AuditQuery ofPatient(String value) {
        return new AuditQuery(
                person, value, resource, userName, client, exchangeId, action, outcome, from, until, before, most);
    }

    public AuditQuery ofResource(String value) {
        return new AuditQuery(
                person, patient, value, userName, client, exchangeId, action, outcome, from, until, before, most);
    }

    public AuditQuery ofUserName(String value) {
        return new AuditQuery(
                person, patient, resource, value, client, exchangeId, action, outcome, from, until, before, most);
    }

    public AuditQuery ofClient(String value) {
        return new AuditQuery(
                person, patient, resource, userName, value, exchangeId, action, outcome, from, until, before, most);
    }

    public AuditQuery ofExchange(String value) {
        return new AuditQuery(
                person, patient, resource, userName, client, value, action, outcome, from, until, before, most);
    }

    public AuditQuery ofAction(Action value) {
        return new AuditQuery(
                person, patient, resource, userName, client, exchangeId, value, outcome, from, until, before, most);
    }

    public AuditQuery ofOutcome(Outcome value) {
        return new AuditQuery(
                person, patient, resource, userName, client, exchangeId, action, value, from, until, before, most);
    }

    public AuditQuery between(@Nullable Instant start, @Nullable Instant end) {
        return new AuditQuery(
                person, patient, resource, userName, client, exchangeId, action, outcome, start, end, before, most);
    }

    public AuditQuery page(@Nullable UUID last, int size) {
        return new AuditQuery(
                person, patient, resource, userName, client, exchangeId, action, outcome, from, until, last, size);
    }
}
