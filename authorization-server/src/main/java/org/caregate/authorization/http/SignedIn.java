package org.caregate.authorization.http;

import java.time.Instant;
import java.util.Set;
import org.caregate.protocol.PersonId;

/**
 * The person signed in with every factor their sign-in demands; half a sign-in is none.
 *
 * @param authTime when the last factor was given ({@code auth_time})
 * @param acr the assurance reached
 * @param amr the methods used (RFC 8176)
 */
public record SignedIn(PersonId person, Instant authTime, String acr, Set<String> amr) {
    public SignedIn {
        amr = Set.copyOf(amr);
    }
}
