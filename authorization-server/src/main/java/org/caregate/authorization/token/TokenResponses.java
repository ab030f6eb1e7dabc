package org.caregate.authorization.token;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.caregate.accesstoken.issuing.AccessTokenIssuer;
import org.caregate.accesstoken.issuing.SignableToken;
import org.caregate.accesstoken.issuing.SignedAccessToken;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.authorization.idtoken.IdTokenIssuer;
import org.caregate.authorization.token.TokenDecision.Issue;
import org.caregate.crypto.credential.Credential;
import org.caregate.protocol.scope.NamedScope;
import org.caregate.protocol.token.TokenClaims;
import org.caregate.registry.grant.Grant;

/** Signs and renders what was issued (RFC 6749 §5.1, SMART App Launch 2.2 "Obtain access token"). */
public final class TokenResponses {
    /** Our own member: the requested scopes that were not granted as asked, space-separated. Absent when there are none. */
    public static final String NOT_GRANTED = "scope_not_granted";

    private final AccessTokenIssuer accessTokens;
    private final IdTokenIssuer idTokens;

    public TokenResponses(AccessTokenIssuer accessTokens, IdTokenIssuer idTokens) {
        this.accessTokens = accessTokens;
        this.idTokens = idTokens;
    }

    /**
     * The answer.
     *
     * @param signable evidence that the entry that names the token is durable
     */
    EndpointResponse signed(Issue issue, SignableToken signable) {
        SignedAccessToken accessToken = accessTokens.sign(signable);
        TokenClaims token = accessToken.claims();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("access_token", accessToken.text());
        json.put("token_type", "Bearer");
        json.put(
                "expires_in",
                Duration.between(token.issuedAt(), token.expiresAt()).toSeconds());
        json.put("scope", token.scopes().text());
        Credential refreshToken = issue.refreshToken();
        if (refreshToken != null) {
            json.put("refresh_token", refreshToken.text());
        }
        Grant grant = issue.grant();
        if (grant != null) {
            if (token.scopes().contains(NamedScope.OPENID)) {
                json.put("id_token", idTokens.sign(grant, issue.nonce(), accessToken));
            }
            String patient = grant.launch().patient();
            if (patient != null) {
                json.put("patient", patient);
            }
        }
        if (!issue.cut().isEmpty()) {
            json.put(NOT_GRANTED, String.join(" ", issue.cut()));
        }
        return EndpointResponse.json(200, JSONObjectUtils.toJSONString(json)).uncached();
    }
}
