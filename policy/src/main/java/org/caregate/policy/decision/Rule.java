package org.caregate.policy.decision;

/** One rule of the policy, named for what it demands. MUST be pure and MUST NOT throw. */
interface Rule {
    /** What the rule says of the question. */
    Verdict on(Question question);
}
