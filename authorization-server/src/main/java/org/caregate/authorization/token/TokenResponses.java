package org.caregate.authorization.token;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.caregate.authorization.accesstoken.AccessTokenClaims;
import org.caregate.authorization.accesstoken.AccessTokenIssuer;
import org.caregate.authorization.accesstoken.IdTokenIssuer;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.authorization.token.TokenDecision.Issue;
import org.caregate.crypto.credential.Credential;
import org.caregate.protocol.scope.NamedScope;
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

    /** The answer; MUST be made only after the audit entry of the decision is durable. */
    EndpointResponse signed(Issue issue) {
        AccessTokenClaims token = issue.accessToken();
        String accessToken = accessTokens.sign(token);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("access_token", accessToken);
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
