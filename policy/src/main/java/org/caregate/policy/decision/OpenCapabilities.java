package org.caregate.policy.decision;

/** The capability statement is for everyone: it tells how to get a token (SMART App Launch 2.2, "Conformance"). */
final class OpenCapabilities implements Rule {
    @Override
    public Verdict on(Question question) {
        return question.isOpen() ? Verdict.grants() : Verdict.notApplicable();
    }
}
