package org.caregate.identity.password;

import java.time.Instant;
import org.caregate.protocol.PersonId;
import org.jspecify.annotations.Nullable;

/**
 * A person's password as the database holds it.
 *
 * @param sealed the slow hash with its cost, in an envelope whose associated data is {@code password/} and the person's id: with
 *     the database alone there is nothing to guess against
 * @param changedAt when the person's password last changed; a rehash does not count
 * @param disabledAt when guessing disabled it (SP 800-63B-4 §3.2.2); null while it works
 */
@SuppressWarnings("ArrayRecordComponent") // bytes of the database, never compared
public record PasswordCredential(
        PersonId person,
        byte[] sealed,
        Instant changedAt,
        @Nullable Instant disabledAt) {}
