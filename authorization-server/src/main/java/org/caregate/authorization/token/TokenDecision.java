package org.caregate.authorization.token;

import java.util.List;
import org.caregate.audit.entry.Action;
import org.caregate.crypto.credential.Credential;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.error.ProtocolError;
import org.caregate.protocol.token.TokenClaims;
import org.caregate.registry.grant.Grant;
import org.jspecify.annotations.Nullable;

/** What a grant type decides about one token request. */
public sealed interface TokenDecision {
    /**
     * Tokens may be signed, once the audit entry is durable.
     *
     * @param action what the audit entry says happened
     * @param grant the person's grant; null when the client acts for itself
     * @param nonce for the ID token
     * @param refreshToken the refresh token to hand out, if any
     * @param cut requested scopes that were not granted as asked
     */
    record Issue(
            Action action,
            TokenClaims accessToken,
            @Nullable Grant grant,
            @Nullable String nonce,
            @Nullable Credential refreshToken,
            List<String> cut)
            implements TokenDecision {
        public Issue {
            cut = List.copyOf(cut);
        }
    }

    /**
     * No.
     *
     * @param action what the audit entry says happened
     * @param grant the grant it is about, where there is one
     * @param compromised whether that grant has to end because of it
     */
    record Refuse(
            Action action, ProtocolError error, @Nullable GrantId grant, boolean compromised) implements TokenDecision {
        /** A refusal that ends nothing. */
        public static Refuse of(ProtocolError error) {
            return new Refuse(Action.TOKEN_REQUEST, error, null, false);
        }

        /** A refusal about a grant that lives on. */
        public static Refuse of(ProtocolError error, GrantId grant) {
            return new Refuse(Action.TOKEN_REQUEST, error, grant, false);
        }
    }
}
