package org.caregate.policy.decision;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.caregate.policy.decision.Facts.RevocationFact;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.protocol.token.TokenClaims;
import org.jspecify.annotations.Nullable;

/**
 * What is demanded of a verified token each time it is presented, in order: the first objection is the reason. The gateway's decisions,
 * introspection, userinfo, revocation and the administration API all ask these rules.
 *
 * <p>What is demanded of the token's text and signature comes before them, in the module of access tokens. Proof of possession (RFC 9449,
 * RFC 8705 §3) will be one more rule on the claims, here.
 */
public final class TokenRules {
    /** Every rule. */
    static final TokenRules ALL = new TokenRules(
            List.of(new TokenForThisResource(), new UnexpiredToken()),
            List.of(
                    new FreshRevocationView(), // before anything is read from that view
                    new UnrevokedToken()),
            List.of(
                    new EnabledClient(),
                    new LiveGrant(), // the consent behind the token
                    new EnabledPerson(),
                    new RoleHeld()));

    private final List<TokenRule.OnClaims> onClaims;
    private final List<TokenRule.OnRevocations> onRevocations;
    private final List<TokenRule.OnRegistry> onRegistry;

    private TokenRules(
            List<TokenRule.OnClaims> onClaims,
            List<TokenRule.OnRevocations> onRevocations,
            List<TokenRule.OnRegistry> onRegistry) {
        this.onClaims = onClaims;
        this.onRevocations = onRevocations;
        this.onRegistry = onRegistry;
    }

    /** Every rule, in order. */
    public static TokenRules all() {
        return ALL;
    }

    /** The rules in order, for the test that takes each away. */
    List<TokenRule> inOrder() {
        List<TokenRule> all = new ArrayList<>(onClaims);
        all.addAll(onRevocations);
        all.addAll(onRegistry);
        return all;
    }

    /** The same rules but one, for the test that takes each away. */
    TokenRules without(TokenRule rule) {
        return new TokenRules(
                onClaims.stream().filter(other -> !other.equals(rule)).toList(),
                onRevocations.stream().filter(other -> !other.equals(rule)).toList(),
                onRegistry.stream().filter(other -> !other.equals(rule)).toList());
    }

    /**
     * The first objection of all rules; null when the token is live.
     *
     * @param audience which audiences are accepted where the token is presented
     * @param roles the roles in force
     */
    public @Nullable DenyReason objection(
            TokenClaims token, Facts facts, Predicate<String> audience, RoleDefinitions roles) {
        DenyReason objection = ofClaims(token, facts.now(), audience);
        if (objection == null) {
            objection = ofRevocations(token, facts.revocation());
        }
        for (int i = 0; objection == null && i < onRegistry.size(); i++) {
            objection = onRegistry.get(i).objection(token, facts, roles);
        }
        return objection;
    }

    /** The first objection of the rules that need nothing but the token. */
    public @Nullable DenyReason ofClaims(TokenClaims token, Instant now, Predicate<String> audience) {
        DenyReason objection = null;
        for (int i = 0; objection == null && i < onClaims.size(); i++) {
            objection = onClaims.get(i).objection(token, now, audience);
        }
        return objection;
    }

    /** The first objection of the rules on revocation: what is asked again before each part of an answer leaves. */
    public @Nullable DenyReason ofRevocations(TokenClaims token, @Nullable RevocationFact view) {
        DenyReason objection = null;
        for (int i = 0; objection == null && i < onRevocations.size(); i++) {
            objection = onRevocations.get(i).objection(token, view);
        }
        return objection;
    }
}
