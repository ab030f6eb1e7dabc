package org.caregate.administration.http;

import java.util.Optional;
import org.caregate.registry.client.Client;
import org.caregate.registry.grant.Grant;
import org.caregate.registry.person.Person;

/** Says what a bearer token is worth now. MUST ask the primary for the newest revocations, and MUST NOT guess when it cannot. */
public interface CallerIdentification {
    /** Judges a token. */
    Identification identify(String token);

    /** What it is worth. */
    sealed interface Identification {
        /**
         * A live token of ours; whom it is for is the API's to check.
         *
         * @param grant empty, as {@code person}, when the client acts for itself
         * @param scope as written in the token
         * @param revocationVersion how new the revocations were that it was held against
         */
        record Live(
                String tokenId,
                String audience,
                String scope,
                Client client,
                Optional<Grant> grant,
                Optional<Person> person,
                long revocationVersion)
                implements Identification {}

        /** Worth nothing, with the reason for the audit entry. */
        record Dead(String reason) implements Identification {}

        /** The revocations known here are too old to say. */
        record Unknown() implements Identification {}
    }
}
