package org.caregate.identity.session;

import java.time.Instant;
import java.util.Optional;
import org.caregate.crypto.credential.KeyedHash;
import org.caregate.protocol.PersonId;
import org.caregate.protocol.metadata.AssuranceLevels;
import org.jspecify.annotations.Nullable;

/**
 * One browser's session as the database holds it.
 *
 * @param id random; names the session to other rows and stays the same when the cookie is rotated
 * @param cookieId the public half of the cookie that is valid now; unique
 * @param cookieHash the keyed hash of the whole cookie
 * @param lastSeenAt the last request, for the idle limit
 * @param person who proved their password; null before that
 * @param passwordAt when they proved it; null before that
 * @param codeAt when they proved a one-time code; null until then: the person is signed in only when both are there
 */
public record StoredSession(
        String id,
        String cookieId,
        KeyedHash cookieHash,
        Instant createdAt,
        Instant lastSeenAt,
        @Nullable PersonId person,
        @Nullable Instant passwordAt,
        @Nullable Instant codeAt) {
    /** Who is signed in with both factors; empty when no one is. */
    public Optional<AuthenticatedPerson> signedIn() {
        return person == null || codeAt == null
                ? Optional.empty()
                : Optional.of(new AuthenticatedPerson(
                        person, codeAt, AssuranceLevels.AAL2, AuthenticatedPerson.PASSWORD_AND_CODE));
    }
}
