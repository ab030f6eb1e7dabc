package org.caregate.identity.secondfactor;

import java.time.Instant;
import org.caregate.protocol.PersonId;
import org.jspecify.annotations.Nullable;

/**
 * A person's one-time-code authenticator as the database holds it.
 *
 * @param sealedSeed the shared secret in an envelope whose associated data is {@code totp/} and the person's id
 * @param lastUsedStep the newest time step whose code was accepted; -1 before the first
 * @param disabledAt when guessing disabled it; null while it works
 */
@SuppressWarnings("ArrayRecordComponent") // bytes of the database, never compared
public record TotpCredential(
        PersonId person,
        byte[] sealedSeed,
        long lastUsedStep,
        Instant enrolledAt,
        @Nullable Instant disabledAt) {}
