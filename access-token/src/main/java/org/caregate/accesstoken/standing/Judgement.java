package org.caregate.accesstoken.standing;

import java.util.function.Predicate;

/** Judges a token with the newest revocations, as {@link TokenJudge#now} does: for those who ask for nothing else, and for their tests. */
@FunctionalInterface
public interface Judgement {
    /**
     * What the token is worth now.
     *
     * @param audience which audiences are accepted where the token is presented
     */
    TokenStanding now(String text, Predicate<String> audience);
}
