package org.caregate.authorization.metadata;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.caregate.crypto.signing.KeyUse;
import org.caregate.protocol.metadata.AssuranceLevels;
import org.caregate.protocol.metadata.AuthorizationServerAddresses;
import org.caregate.protocol.metadata.SmartConfiguration;
import org.caregate.protocol.metadata.SupportedScopes;

/** The metadata of RFC 8414 and OpenID Connect Discovery 1.0: one document at two addresses, naming only what works. */
public final class AuthorizationServerMetadata {
    private AuthorizationServerMetadata() {}

    /** The document. */
    public static String json(AuthorizationServerAddresses server) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("issuer", server.issuer());
        json.put("authorization_endpoint", server.at(AuthorizationServerAddresses.AUTHORIZE));
        json.put("token_endpoint", server.at(AuthorizationServerAddresses.TOKEN));
        json.put("jwks_uri", server.at(AuthorizationServerAddresses.JWKS));
        json.put("userinfo_endpoint", server.at(AuthorizationServerAddresses.USERINFO));
        json.put("revocation_endpoint", server.at(AuthorizationServerAddresses.REVOKE));
        json.put("introspection_endpoint", server.at(AuthorizationServerAddresses.INTROSPECT));
        json.put("scopes_supported", SupportedScopes.ALL);
        json.put("response_types_supported", List.of("code"));
        json.put("response_modes_supported", List.of("query"));
        json.put("grant_types_supported", SmartConfiguration.grantTypes());
        json.put("code_challenge_methods_supported", List.of("S256"));
        List<String> confidential = SmartConfiguration.authenticationMethods().stream()
                .filter(method -> !method.equals("none"))
                .toList();
        json.put("token_endpoint_auth_methods_supported", SmartConfiguration.authenticationMethods());
        json.put("token_endpoint_auth_signing_alg_values_supported", SmartConfiguration.assertionAlgorithms());
        json.put("revocation_endpoint_auth_methods_supported", SmartConfiguration.authenticationMethods());
        json.put("revocation_endpoint_auth_signing_alg_values_supported", SmartConfiguration.assertionAlgorithms());
        json.put("introspection_endpoint_auth_methods_supported", confidential);
        json.put("introspection_endpoint_auth_signing_alg_values_supported", SmartConfiguration.assertionAlgorithms());
        json.put("subject_types_supported", List.of("public"));
        json.put(
                "id_token_signing_alg_values_supported",
                List.of(KeyUse.ID_TOKEN.algorithm().getName()));
        json.put(
                "claims_supported",
                List.of("iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "at_hash", "fhirUser"));
        // none is understood, but every launch asks for consent (RFC 6749 §10.2), so that it never yields a code
        json.put("prompt_values_supported", List.of("login", "consent"));
        json.put("acr_values_supported", List.of(AssuranceLevels.AAL2));
        json.put("claims_parameter_supported", false);
        json.put("request_parameter_supported", false);
        json.put("request_uri_parameter_supported", false);
        json.put("authorization_response_iss_parameter_supported", true);
        return JSONObjectUtils.toJSONString(json);
    }
}
