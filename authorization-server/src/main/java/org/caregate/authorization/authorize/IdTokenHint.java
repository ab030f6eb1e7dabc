package org.caregate.authorization.authorize;

import org.caregate.protocol.PersonId;

/** Whom the app expects, as {@code id_token_hint} says (OpenID Connect Core §3.1.2.1). */
public sealed interface IdTokenHint {
    /** No one in particular. */
    record None() implements IdTokenHint {}

    /** The person of an ID token that we gave this app; it may have expired. */
    record Of(PersonId person) implements IdTokenHint {}

    /** Not one of our ID tokens for this app. */
    record Unreadable() implements IdTokenHint {}
}
