package org.caregate.policy.decision;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was looked up; made only by {@link FactGathering}. A fact that is null although it was needed makes the decision a refusal. */
public final class Facts {
    private final Instant now;
    private final @Nullable RevocationFact revocation;
    private final @Nullable ClientFact client;
    private final @Nullable GrantFact grant;
    private final @Nullable PersonFact person;

    Facts(
            Instant now,
            @Nullable RevocationFact revocation,
            @Nullable ClientFact client,
            @Nullable GrantFact grant,
            @Nullable PersonFact person) {
        this.now = now;
        this.revocation = revocation;
        this.client = client;
        this.grant = grant;
        this.person = person;
    }

    /** When the facts were gathered. */
    public Instant now() {
        return now;
    }

    /** The node's view of revocations; null when it was not asked. */
    public @Nullable RevocationFact revocation() {
        return revocation;
    }

    @Nullable
    ClientFact client() {
        return client;
    }

    @Nullable
    GrantFact grant() {
        return grant;
    }

    @Nullable
    PersonFact person() {
        return person;
    }

    /**
     * The node's view of revocations.
     *
     * @param fresh whether the view was proved fresh within the bound
     * @param revoked whether token, grant, client, person or key is revoked in it
     * @param version the view's version, for the receipt
     */
    public record RevocationFact(boolean fresh, boolean revoked, long version) {}

    /** The client: unknown ones are not enabled. */
    public record ClientFact(boolean enabled) {}

    /**
     * The grant.
     *
     * @param live neither revoked nor expired nor unknown
     * @param patient the launch patient's logical id, or null
     * @param fhirUser the person's own resource when {@code fhirUser} was granted, relative, or null
     */
    public record GrantFact(
            boolean live,
            @Nullable String patient,
            @Nullable String fhirUser) {}

    /**
     * The person.
     *
     * @param enabled unknown ones are not
     * @param roles the names of the roles held now
     * @param patients logical ids of the patients within reach now: own record, or list
     */
    public record PersonFact(boolean enabled, Set<String> roles, Set<String> patients) {
        public PersonFact {
            roles = Set.copyOf(roles);
            patients = Set.copyOf(patients);
        }
    }
}
