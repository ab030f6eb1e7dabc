package org.caregate.policy.decision;

import org.caregate.policy.decision.Facts.ClientFact;

/** The client is registered and enabled now, not only when the token was issued. */
final class EnabledClient implements Rule {
    @Override
    public Verdict on(Question question) {
        if (question.claims() == null) {
            return Verdict.notApplicable();
        }
        ClientFact client = question.facts().client();
        if (client == null) {
            return Verdict.refuses(DenyReason.FACT_MISSING);
        }
        return client.enabled() ? Verdict.notApplicable() : Verdict.refuses(DenyReason.CLIENT_DISABLED);
    }
}
