package org.caregate.identity.session;

import java.time.Instant;
import java.util.Set;
import org.caregate.protocol.PersonId;

/**
 * A person signed in with both factors.
 *
 * @param authTime when the last factor was proved (OpenID Connect Core §2, {@code auth_time})
 * @param acr the assurance reached
 * @param amr the methods used (RFC 8176)
 */
public record AuthenticatedPerson(PersonId person, Instant authTime, String acr, Set<String> amr) {
    static final Set<String> PASSWORD_AND_CODE = Set.of("pwd", "otp", "mfa");
}
