package org.caregate.benchmarks.issuer;

import java.net.URI;
import java.nio.file.Path;
import org.caregate.benchmarks.load.Wrk;

/** What is asked of the authorization server, and how the log tells that it was done. */
enum Work {
    /** RFC 6749 §4.4 with a secret; the token is an ES256 JWT. */
    SECRET("client_credentials, secret", "/oauth2/token", "token_issued", Wrk.Way.IN_ROTATION),
    /** RFC 7523 with an ES384 assertion each, signed before. */
    JWT("client_credentials, private_key_jwt", "/oauth2/token", "token_issued", Wrk.Way.ONCE),
    /** RFC 7662 of tokens that people granted. */
    INTROSPECTION("introspection", "/oauth2/introspect", "introspection", Wrk.Way.IN_ROTATION),
    /** RFC 6749 §6 with rotation, without {@code openid}. */
    REFRESH("refresh with rotation", "/oauth2/token", "token_refreshed", Wrk.Way.REFRESHING),
    /** RFC 7009 of access tokens, each once. */
    REVOCATION("revocation", "/oauth2/revoke", "token_revoked", Wrk.Way.ONCE);

    final String title;
    final Wrk.Way way;
    private final String path;
    private final String action;

    Work(String title, String path, String action, Wrk.Way way) {
        this.title = title;
        this.path = path;
        this.action = action;
        this.way = way;
    }

    URI at(URI issuer) {
        return URI.create(issuer + path);
    }

    /** Selects one entry for each time it was done. */
    String condition() {
        return "action = '" + action + "' AND outcome = 'permitted' AND phase IN ('single', 'release')";
    }

    /** Writes what is to be posted, for at least so many requests when each is good once. */
    void prepare(Callers callers, Path forms, int requests) {
        switch (this) {
            case SECRET -> callers.secretForms(forms);
            case JWT -> callers.assertionForms(forms, requests);
            case INTROSPECTION -> callers.grantedTokenForms(forms);
            case REFRESH -> callers.refreshTokens(forms);
            case REVOCATION -> callers.freshTokenForms(forms, requests);
        }
    }

    /** The header that the requests carry; empty for none. */
    String authorization(Callers callers) {
        return switch (this) {
            case SECRET, REVOCATION -> callers.secretClient();
            case INTROSPECTION -> callers.resourceServer();
            case JWT, REFRESH -> "";
        };
    }
}
