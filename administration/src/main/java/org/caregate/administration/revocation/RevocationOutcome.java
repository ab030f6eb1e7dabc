package org.caregate.administration.revocation;

/** What came of it. */
public sealed interface RevocationOutcome {
    /**
     * Revoked: every gateway that sees this version refuses.
     *
     * @param grants how many live grants ended with it
     * @param sessions how many browser sessions ended with it
     */
    record Revoked(long version, int grants, int sessions) implements RevocationOutcome {}

    /** There is nothing of that name, or it was revoked before. */
    record NothingToRevoke() implements RevocationOutcome {}
}
