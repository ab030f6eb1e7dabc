package org.caregate.accesstoken.standing;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.caregate.accesstoken.standing.Knowledge.Known;
import org.caregate.accesstoken.verification.VerifiedTokens;
import org.caregate.policy.decision.Authenticated;
import org.caregate.policy.decision.Caller;
import org.caregate.policy.decision.DenyReason;
import org.caregate.policy.decision.Facts.RevocationFact;
import org.caregate.policy.decision.TokenRules;
import org.caregate.policy.decision.Unauthenticated;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.registry.client.Client;

/**
 * The one judge of access tokens: verifies the text, gathers what is known of it, and asks every rule in order.
 *
 * <p>The gateway asks the same verifier, knowledge and rules in the steps of its pipeline, where the rules are part of the decision.
 */
public final class TokenJudge {
    private final VerifiedTokens tokens;
    private final Knowledge knowledge;
    private final Supplier<RoleDefinitions> roles;
    private final TokenRules rules = TokenRules.all();

    /** A judge of one issuer's tokens. */
    public TokenJudge(VerifiedTokens tokens, Knowledge knowledge, Supplier<RoleDefinitions> roles) {
        this.tokens = tokens;
        this.knowledge = knowledge;
        this.roles = roles;
    }

    /** How far what {@link #byMemory} says reaches; to be read before it is asked. */
    public long version() {
        return knowledge.version();
    }

    /** The caller who presents the token, as far as the token itself can tell; nothing is looked up. */
    public Caller verify(String text, Predicate<String> audience) {
        return tokens.verify(text, audience);
    }

    /** Judges the token by what this node knows. An answer that rests on it MUST be judged again when the receipt of its entry is newer. */
    public TokenStanding byMemory(String text, Predicate<String> audience) {
        return judge(text, audience, knowledge::of);
    }

    /** Judges the token; the primary is asked for the newest revocations first, though not for a text that does not verify. */
    public TokenStanding now(String text, Predicate<String> audience) {
        return judge(text, audience, knowledge::ofNow);
    }

    private TokenStanding judge(String text, Predicate<String> audience, Function<Authenticated, Known> looked) {
        return switch (tokens.verify(text, audience)) {
            case Unauthenticated(DenyReason reason) -> TokenStanding.refused(reason);
            case Authenticated token -> standing(token, looked.apply(token), audience);
        };
    }

    private TokenStanding standing(Authenticated token, Known known, Predicate<String> audience) {
        DenyReason objection = rules.objection(token.claims(), known.facts(), audience, roles.get());
        if (objection != null) {
            return TokenStanding.refused(objection);
        }
        Client client = known.client();
        RevocationFact revocation = known.facts().revocation();
        return client == null || revocation == null
                ? new TokenStanding.Unsure(DenyReason.FACT_MISSING)
                : new TokenStanding.Live(
                        token,
                        client,
                        Optional.ofNullable(known.grant()),
                        Optional.ofNullable(known.person()),
                        revocation.version());
    }
}
