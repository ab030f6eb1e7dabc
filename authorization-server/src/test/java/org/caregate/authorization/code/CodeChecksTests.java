package org.caregate.authorization.code;

import static org.caregate.authorization.TestServer.CALLBACK;
import static org.caregate.authorization.TestServer.CHALLENGE;
import static org.caregate.authorization.TestServer.FHIR;
import static org.caregate.authorization.TestServer.VERIFIER;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caregate.authorization.TestServer;
import org.caregate.authorization.http.Parameters;
import org.caregate.authorization.token.RemovalProof;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.profile.SecurityProfiles;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.ClientAuthentication;
import org.caregate.registry.code.AuthorizationCode;
import org.caregate.registry.credential.StoredCredential;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;

class CodeChecksTests {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Map<String, String> FORM =
            Map.of("code", "cgc_x.y", "redirect_uri", CALLBACK, "code_verifier", VERIFIER, "aud", FHIR.toString());

    private static Parameters form(String name, String value) {
        Map<String, String> form = new HashMap<>(FORM);
        form.put(name, value);
        form.values().removeIf(String::isEmpty);
        return new Parameters(form, Set.of());
    }

    private static CodeAttempt attempt(Parameters form, String client, Instant now) {
        AuthorizationCode code = AuthorizationCode.builder()
                .id("c1")
                .credential(new StoredCredential(1, "h"))
                .grant(new GrantId("g1"))
                .client(TestServer.PUBLIC_APP)
                .redirectUri(CALLBACK)
                .codeChallenge(CHALLENGE)
                .audience(FHIR)
                .cutScopes(List.of())
                .issuedAt(NOW)
                .expiresAt(NOW.plusSeconds(60))
                .consumed(true)
                .build();
        return new CodeAttempt(form, client(client), code, now);
    }

    private static Client client(String id) {
        return Client.builder()
                .id(new ClientId(id))
                .name("App")
                .profile(SecurityProfiles.SMART_APP_2026)
                .authentication(new ClientAuthentication.None())
                .grantTypes(Set.of("authorization_code"))
                .redirectUris(List.of(CALLBACK))
                .origins(Set.of())
                .scopes(Scopes.NONE)
                .audiences(Set.of(FHIR))
                .introspects(Set.of())
                .enabled(true)
                .createdAt(NOW)
                .build();
    }

    @Test
    @Requirement({"RFC6749-4.1.3", "RFC7636-4.5"})
    void noCheckOnTheForm_canBeTakenAwayUnnoticed() {
        RemovalProof.prove(
                CodeFormChecks.IN_ORDER,
                form("state", "ignored"),
                Map.of(
                        "CodePresent", form("code", ""),
                        "RedirectUriPresent", form("redirect_uri", ""),
                        "WellFormedCodeVerifier", form("code_verifier", "x".repeat(129))));
    }

    @Test
    @Requirement({"RFC6749-4.1.3", "RFC7636-4.6", "RFC8707-2.2"})
    void noCheckOnTheCode_canBeTakenAwayUnnoticed() {
        Parameters good = new Parameters(FORM, Set.of());
        RemovalProof.prove(
                CodeChecks.IN_ORDER,
                attempt(good, "public-app", NOW),
                Map.of(
                        "IssuedToThisClient", attempt(good, "someone-else", NOW),
                        "WithinItsMinute", attempt(good, "public-app", NOW.plusSeconds(60)),
                        "SameRedirectUri", attempt(form("redirect_uri", CALLBACK + "?"), "public-app", NOW),
                        "MatchingCodeVerifier", attempt(form("code_verifier", CHALLENGE), "public-app", NOW),
                        "ResourceOfTheCode", attempt(form("resource", FHIR + "/Patient"), "public-app", NOW)));
    }
}
