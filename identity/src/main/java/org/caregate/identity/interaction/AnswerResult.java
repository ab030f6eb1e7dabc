package org.caregate.identity.interaction;

/** What became of an answer. */
public sealed interface AnswerResult {
    /** Stored, now or by an earlier click: go on. */
    record Answered() implements AnswerResult {}

    /** Nothing waits under that id for this browser and person: ended, expired, another's, or never there. */
    record Gone() implements AnswerResult {}

    /** Not an answer to what was asked: refused and audited. */
    record NotAsked() implements AnswerResult {}

    /** No one is signed in with both factors. */
    record SignInFirst() implements AnswerResult {}
}
