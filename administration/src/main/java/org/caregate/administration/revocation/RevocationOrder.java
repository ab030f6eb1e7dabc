package org.caregate.administration.revocation;

import java.time.Instant;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.PersonId;

/** What is to be revoked. */
public sealed interface RevocationOrder {
    /** One access token, by its {@code jti}. */
    record OfToken(String jti) implements RevocationOrder {}

    /** A grant with everything issued under it. */
    record OfGrant(GrantId grant) implements RevocationOrder {}

    /** Everything a client was issued up to now; it may ask again. */
    record OfClient(ClientId client) implements RevocationOrder {}

    /** Every token issued and every grant given up to a time that is not ahead; all may ask again. */
    record Before(Instant time) implements RevocationOrder {}

    /** Everything issued for a person up to now, and their browser sessions; they may sign in and agree again. */
    record OfPerson(PersonId person) implements RevocationOrder {}
}
