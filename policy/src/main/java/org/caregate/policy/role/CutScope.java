package org.caregate.policy.role;

/**
 * A requested scope that is not granted as asked.
 *
 * @param asked in the text it was asked in
 * @param reason why; where parts of it remain, they are among the granted scopes
 */
public record CutScope(String asked, Reason reason) {
    /** Why a scope was cut, wholly or to a part. */
    public enum Reason {
        /** No such scope here. */
        UNKNOWN,
        /** The client is not registered for it, or for less. */
        CLIENT_CEILING,
        /** None of the person's roles reaches so far. */
        ROLE_CEILING,
        /** Its restriction is one we cannot enforce; to grant it without would be to grant more than was asked. */
        RESTRICTION_NOT_SUPPORTED,
        /** Speaks of a person or patient, and there is none in this grant. */
        NEEDS_A_PERSON,
        /** A system scope, and a person is signed in. */
        ONLY_FOR_SYSTEMS
    }
}
