package org.caregate.policy.decision;

/** What one rule says. */
sealed interface Verdict {
    /** The rule is a positive right to what is asked. */
    record Grants() implements Verdict {}

    /**
     * The rule forbids what is asked, whatever others say.
     *
     * @param requiredScope the least scope that would cure it, or empty
     */
    record Refuses(DenyReason reason, String requiredScope) implements Verdict {}

    /** The rule has nothing to say: neither a right nor an objection. */
    record NotApplicable() implements Verdict {}

    /** A right. */
    static Verdict grants() {
        return new Grants();
    }

    /** An objection. */
    static Verdict refuses(DenyReason reason) {
        return new Refuses(reason, "");
    }

    /** An objection that a wider scope would cure. */
    static Verdict refuses(DenyReason reason, String requiredScope) {
        return new Refuses(reason, requiredScope);
    }

    /** Nothing to say. */
    static Verdict notApplicable() {
        return new NotApplicable();
    }
}
