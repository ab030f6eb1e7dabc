package org.caregate.protocol.metadata;

import java.net.URI;

/**
 * Where an authorization server answers: everything hangs under its issuer, an https origin without path (RFC 8414 §2).
 *
 * @param issuer compared character for character by clients (RFC 9207 §2.4)
 */
public record AuthorizationServerAddresses(String issuer) {
    public static final String AUTHORIZE = "/oauth2/authorize";
    public static final String CONTINUE = "/oauth2/authorize/continue";
    public static final String TOKEN = "/oauth2/token";
    public static final String REVOKE = "/oauth2/revoke";
    public static final String INTROSPECT = "/oauth2/introspect";
    public static final String JWKS = "/oauth2/jwks";
    public static final String USERINFO = "/userinfo";
    public static final String OPENID_CONFIGURATION = "/.well-known/openid-configuration";
    public static final String OAUTH_METADATA = "/.well-known/oauth-authorization-server";

    public AuthorizationServerAddresses {
        URI uri = URI.create(issuer);
        if (!"https".equals(uri.getScheme())
                || uri.getHost() == null
                || uri.getRawUserInfo() != null
                || !uri.getRawPath().isEmpty()
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("the issuer is an https origin without path: " + issuer);
        }
    }

    /** The absolute address of one of the paths above. */
    public String at(String path) {
        return issuer + path;
    }
}
