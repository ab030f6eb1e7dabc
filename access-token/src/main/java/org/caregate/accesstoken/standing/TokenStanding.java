package org.caregate.accesstoken.standing;

import java.util.Optional;
import org.caregate.policy.decision.Authenticated;
import org.caregate.policy.decision.DenyReason;
import org.caregate.protocol.token.TokenClaims;
import org.caregate.registry.client.Client;
import org.caregate.registry.grant.Grant;
import org.caregate.registry.person.Person;

/** What a presented token is worth now. */
public sealed interface TokenStanding {
    /**
     * It is live: every rule holds.
     *
     * @param grant empty, as {@code person}, when the client acts for itself
     * @param version the revocation version it was judged by
     */
    record Live(Authenticated token, Client client, Optional<Grant> grant, Optional<Person> person, long version)
            implements TokenStanding {
        /** What the token says. */
        public TokenClaims claims() {
            return token.claims();
        }

        @Override
        public boolean isSameAs(TokenStanding other) {
            return other instanceof Live live
                    && live.claims().equals(claims())
                    && live.client().equals(client)
                    && live.grant().equals(grant)
                    && live.person().equals(person);
        }
    }

    /** It is worth nothing. */
    record Dead(DenyReason reason) implements TokenStanding {}

    /** It cannot be said now: a node that cannot know refuses. */
    record Unsure(DenyReason reason) implements TokenStanding {}

    /** Whether another judgement found the same, whatever the revocation version. */
    default boolean isSameAs(TokenStanding other) {
        return equals(other);
    }

    /** What an objection means. */
    static TokenStanding refused(DenyReason reason) {
        return reason.response() == DenyReason.Response.UNAVAILABLE ? new Unsure(reason) : new Dead(reason);
    }
}
