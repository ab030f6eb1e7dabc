package org.caregate.protocol.metadata;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.caregate.protocol.profile.SecurityProfile;
import org.caregate.protocol.profile.SecurityProfiles;

/**
 * The document at {@code {fhirBase}/.well-known/smart-configuration} (SMART App Launch 2.2, "Using .well-known"). It names nothing
 * that does not work.
 */
public final class SmartConfiguration {
    /** Where it is published, under the FHIR base. */
    public static final String PATH = "/.well-known/smart-configuration";

    /** What apps may rely on. */
    public static final List<String> CAPABILITIES = List.of(
            "launch-standalone",
            "client-public",
            "client-confidential-symmetric",
            "client-confidential-asymmetric",
            "sso-openid-connect",
            "context-standalone-patient",
            "permission-offline",
            "permission-patient",
            "permission-user",
            "authorize-post",
            "permission-v2",
            "permission-v1");

    private SmartConfiguration() {}

    /** The document of a FHIR base that this authorization server protects. */
    public static String json(AuthorizationServerAddresses server) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("issuer", server.issuer());
        json.put("jwks_uri", server.at(AuthorizationServerAddresses.JWKS));
        json.put("authorization_endpoint", server.at(AuthorizationServerAddresses.AUTHORIZE));
        json.put("token_endpoint", server.at(AuthorizationServerAddresses.TOKEN));
        json.put("revocation_endpoint", server.at(AuthorizationServerAddresses.REVOKE));
        json.put("introspection_endpoint", server.at(AuthorizationServerAddresses.INTROSPECT));
        json.put("grant_types_supported", grantTypes());
        json.put("response_types_supported", List.of("code"));
        json.put("code_challenge_methods_supported", List.of("S256"));
        json.put("token_endpoint_auth_methods_supported", authenticationMethods());
        json.put("token_endpoint_auth_signing_alg_values_supported", assertionAlgorithms());
        json.put("scopes_supported", SupportedScopes.ALL);
        json.put("capabilities", CAPABILITIES);
        return JSONObjectUtils.toJSONString(json);
    }

    /** The grant types of any profile. */
    public static List<String> grantTypes() {
        return List.copyOf(
                new TreeSet<>(profiles().flatMap(p -> p.grantTypes().stream()).toList()));
    }

    /** The client authentication methods of any profile. */
    public static List<String> authenticationMethods() {
        return List.copyOf(new TreeSet<>(profiles()
                .flatMap(p -> p.clientAuthenticationMethods().stream())
                .toList()));
    }

    /** The algorithms of client assertions of any profile. */
    public static List<String> assertionAlgorithms() {
        return List.copyOf(new TreeSet<>(
                profiles().flatMap(p -> p.assertionAlgorithms().stream()).toList()));
    }

    private static Stream<SecurityProfile> profiles() {
        return Stream.of(SecurityProfiles.SMART_APP_2026, SecurityProfiles.SMART_BACKEND_2026);
    }
}
