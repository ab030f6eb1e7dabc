package org.caregate.audit.entry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Builds an entry, cutting long text so that a stranger cannot make one that does not fit.
 *
 * <p>More than {@value #MAX_REFERENCES} patients or resources need {@link #buildAll()}: several entries of the same exchange.
 */
public final class AuditEntryBuilder {
    /** Patients, and resources, that one entry holds at most. */
    public static final int MAX_REFERENCES = 100;

    private static final int WORD = 128;
    private static final int REFERENCE = 200;
    private static final int LINE = 512;
    private static final int LONG_TEXT = 4096;
    private static final int MAX_DETAILS = 16;

    private final Instant time;
    private final String exchangeId;
    private final Action action;
    private final Outcome outcome;
    private Phase phase = Phase.SINGLE;
    private String reason = "";
    private @Nullable String person;
    private @Nullable String client;
    private @Nullable String profile;
    private @Nullable String grant;
    private @Nullable String tokenId;
    private @Nullable String audience;
    private @Nullable String scopes;
    private @Nullable String policyVersion;
    private @Nullable String requestLine;
    private @Nullable Integer httpStatus;
    private @Nullable Long count;
    private final Map<String, String> detail = new LinkedHashMap<>();
    private final SequencedSet<String> patients = new LinkedHashSet<>();
    private final SequencedSet<String> resources = new LinkedHashSet<>();
    private @Nullable String sourceAddress;
    private @Nullable String userAgent;
    private @Nullable String query;
    private @Nullable String userName;
    private final Map<String, String> other = new LinkedHashMap<>();

    AuditEntryBuilder(Instant time, String exchangeId, Action action, Outcome outcome) {
        this.time = time;
        this.exchangeId = Text.bounded(exchangeId, WORD);
        this.action = action;
        this.outcome = outcome;
    }

    public AuditEntryBuilder phase(Phase value) {
        phase = value;
        return this;
    }

    /** A stable code such as {@code OUTSIDE_COMPARTMENT}. */
    public AuditEntryBuilder reason(String value) {
        reason = Text.bounded(value, WORD);
        return this;
    }

    /** The opaque subject id, never a user name. */
    public AuditEntryBuilder person(@Nullable String value) {
        person = Text.boundedOrNull(value, WORD);
        return this;
    }

    public AuditEntryBuilder client(@Nullable String value) {
        client = Text.boundedOrNull(value, WORD);
        return this;
    }

    /** The security profile that the client was judged by. */
    public AuditEntryBuilder profile(@Nullable String value) {
        profile = Text.boundedOrNull(value, WORD);
        return this;
    }

    public AuditEntryBuilder grant(@Nullable String value) {
        grant = Text.boundedOrNull(value, WORD);
        return this;
    }

    /** The token's {@code jti}, never the token. */
    public AuditEntryBuilder tokenId(@Nullable String value) {
        tokenId = Text.boundedOrNull(value, WORD);
        return this;
    }

    /** The resource server that the token or request is meant for. */
    public AuditEntryBuilder audience(@Nullable String value) {
        audience = Text.boundedOrNull(value, LINE);
        return this;
    }

    public AuditEntryBuilder scopes(@Nullable String value) {
        scopes = Text.boundedOrNull(value, LONG_TEXT);
        return this;
    }

    public AuditEntryBuilder policyVersion(@Nullable String value) {
        policyVersion = Text.boundedOrNull(value, WORD);
        return this;
    }

    /** Method and path template, such as {@code GET /fhir/Observation/{id}}: without query and without ids. */
    public AuditEntryBuilder requestLine(@Nullable String value) {
        requestLine = Text.boundedOrNull(value, LINE);
        return this;
    }

    public AuditEntryBuilder httpStatus(int value) {
        httpStatus = value;
        return this;
    }

    public AuditEntryBuilder count(long value) {
        count = value;
        return this;
    }

    /** A small public fact; the key is one of our words. */
    public AuditEntryBuilder detail(String key, String value) {
        return put(detail, key, value);
    }

    /** A FHIR Patient id, without {@code Patient/}; searchable by its keyed hash. */
    public AuditEntryBuilder patient(String id) {
        patients.add(Text.bounded(id, WORD));
        return this;
    }

    public AuditEntryBuilder patients(Collection<String> ids) {
        ids.forEach(this::patient);
        return this;
    }

    /** A reference such as {@code Observation/o1}; searchable by its keyed hash. */
    public AuditEntryBuilder resource(String reference) {
        resources.add(Text.bounded(reference, REFERENCE));
        return this;
    }

    public AuditEntryBuilder resources(Collection<String> references) {
        references.forEach(this::resource);
        return this;
    }

    public AuditEntryBuilder sourceAddress(@Nullable String value) {
        sourceAddress = Text.boundedOrNull(value, WORD);
        return this;
    }

    public AuditEntryBuilder userAgent(@Nullable String value) {
        userAgent = Text.boundedOrNull(value, LINE);
        return this;
    }

    /** Query text as it came. */
    public AuditEntryBuilder query(@Nullable String value) {
        query = Text.boundedOrNull(value, LONG_TEXT);
        return this;
    }

    /** What a person typed or is called; searchable by its keyed hash. */
    public AuditEntryBuilder userName(@Nullable String value) {
        userName = Text.boundedOrNull(value, LINE);
        return this;
    }

    /** Anything else that must not lie in clear. */
    public AuditEntryBuilder sensitive(String key, String value) {
        return put(other, key, value);
    }

    /** The entry, with an id of its own. */
    public AuditEntry build() {
        if (patients.size() > MAX_REFERENCES || resources.size() > MAX_REFERENCES) {
            throw new IllegalStateException("more references than one entry holds: buildAll");
        }
        return entry(List.copyOf(patients), List.copyOf(resources));
    }

    /** As many entries of this exchange as the patients and resources need, at least one. */
    public List<AuditEntry> buildAll() {
        List<String> allPatients = List.copyOf(patients);
        List<String> allResources = List.copyOf(resources);
        int most = Math.max(1, Math.max(allPatients.size(), allResources.size()));
        List<AuditEntry> entries = new ArrayList<>();
        for (int from = 0; from < most; from += MAX_REFERENCES) {
            entries.add(entry(part(allPatients, from), part(allResources, from)));
        }
        return entries;
    }

    private static List<String> part(List<String> all, int from) {
        return all.subList(Math.min(from, all.size()), Math.min(from + MAX_REFERENCES, all.size()));
    }

    private AuditEntry entry(List<String> somePatients, List<String> someResources) {
        return new AuditEntry(
                TimeOrderedId.at(time),
                exchangeId,
                time,
                phase,
                action,
                outcome,
                reason,
                person,
                client,
                profile,
                grant,
                tokenId,
                audience,
                scopes,
                policyVersion,
                requestLine,
                httpStatus,
                count,
                detail,
                new Sensitive(somePatients, someResources, sourceAddress, userAgent, query, userName, other));
    }

    private AuditEntryBuilder put(Map<String, String> map, String key, String value) {
        if (!map.containsKey(key) && map.size() == MAX_DETAILS) {
            throw new IllegalStateException("more than " + MAX_DETAILS + " details");
        }
        map.put(Text.bounded(key, WORD), Text.bounded(value, LINE));
        return this;
    }
}
