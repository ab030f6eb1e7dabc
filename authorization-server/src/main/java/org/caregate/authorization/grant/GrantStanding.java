package org.caregate.authorization.grant;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.caregate.policy.role.GrantableScopes;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.scope.ScopeParse;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.client.Client;
import org.caregate.registry.grant.Grant;
import org.caregate.registry.grant.Grants;
import org.caregate.registry.person.People;
import org.caregate.registry.person.Person;

/**
 * What a grant is worth today: its scopes under the client's and the person's ceilings as they are now, which may have shrunk since
 * consent (45 CFR 164.308(a)(3)(ii)(C)).
 */
public final class GrantStanding {
    private final Grants grants;
    private final People people;
    private final Supplier<RoleDefinitions> roles;

    public GrantStanding(Grants grants, People people, Supplier<RoleDefinitions> roles) {
        this.grants = grants;
        this.people = people;
        this.roles = roles;
    }

    /** The standing of a grant. */
    public sealed interface Standing {
        /** It holds, for these scopes. */
        record Holds(Scopes scopes) implements Standing {}

        /**
         * It does not.
         *
         * @param reason the stable word for the audit entry
         */
        record Fallen(String reason) implements Standing {}
    }

    /** The grant that a code or refresh token was issued from; there always is one. */
    public Grant find(GrantId id) {
        return grants.find(id).orElseThrow();
    }

    /** Keeps the grant until then; false when it was revoked meanwhile. */
    public boolean extend(GrantId id, Instant until) {
        return grants.extend(id, until);
    }

    /** Judges the grant of that client. */
    public Standing of(Grant grant, Client client) {
        if (grant.revoked()) {
            return new Standing.Fallen("GRANT_REVOKED");
        }
        Optional<Person> person = people.find(grant.person()).filter(Person::enabled);
        if (person.isEmpty()) {
            return new Standing.Fallen("PERSON_DISABLED");
        }
        String patient = grant.launch().patient();
        if (patient != null && !person.get().patients().contains(patient)) {
            return new Standing.Fallen("PATIENT_OUT_OF_REACH");
        }
        Scopes ceiling = roles.get().ceiling(person.get().roles());
        Scopes left = GrantableScopes.forPerson(
                        new ScopeParse.Parsed(grant.scopes(), List.of()), client.scopes(), ceiling)
                .granted();
        return left.values().isEmpty() ? new Standing.Fallen("ROLE_GRANTS_NOTHING") : new Standing.Holds(left);
    }
}
