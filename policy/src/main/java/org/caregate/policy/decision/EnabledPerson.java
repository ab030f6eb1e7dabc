package org.caregate.policy.decision;

import org.caregate.policy.decision.Facts.PersonFact;

/** The person is still with us: disabling somebody ends every token of theirs. */
final class EnabledPerson implements Rule {
    @Override
    public Verdict on(Question question) {
        TokenClaims claims = question.claims();
        if (claims == null || claims.person() == null) {
            return Verdict.notApplicable();
        }
        PersonFact person = question.facts().person();
        if (person == null) {
            return Verdict.refuses(DenyReason.FACT_MISSING);
        }
        return person.enabled() ? Verdict.notApplicable() : Verdict.refuses(DenyReason.PERSON_DISABLED);
    }
}
