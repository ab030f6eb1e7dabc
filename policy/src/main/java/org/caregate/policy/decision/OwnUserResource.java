package org.caregate.policy.decision;

/** {@code fhirUser} lets the app read who is signed in, and nothing else (SMART App Launch 2.2, "fhirUser"). */
final class OwnUserResource implements Rule {
    @Override
    public Verdict on(Question question) {
        return question.readsOwnResource() ? Verdict.grants() : Verdict.notApplicable();
    }
}
