package org.caregate.registry;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.PersonId;
import org.caregate.protocol.launch.LaunchContext;
import org.caregate.protocol.profile.SecurityProfiles;
import org.caregate.protocol.scope.FhirScope;
import org.caregate.protocol.scope.NamedScope;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.ClientAuthentication;
import org.caregate.registry.code.AuthorizationCode;
import org.caregate.registry.credential.StoredCredential;
import org.caregate.registry.grant.Grant;
import org.caregate.registry.pending.Interaction;
import org.caregate.registry.pending.PendingAuthorization;
import org.caregate.registry.refresh.RefreshToken;

/** Rows for the contract tests, with every field filled and times to the microsecond, as PostgreSQL keeps them. */
public final class Samples {
    /** Far ahead of any real clock, so that what lasts a while after it has not expired. */
    public static final Instant NOW = Instant.parse("2060-11-23T10:00:00.123456Z");

    public static final ClientId APP = new ClientId("app");
    public static final PersonId ANNA = new PersonId("person-anna");
    public static final Scopes SCOPES = new Scopes(List.of(
            NamedScope.OPENID,
            NamedScope.OFFLINE_ACCESS,
            new FhirScope(
                    FhirScope.Level.PATIENT,
                    "Observation",
                    Set.of(FhirScope.Permission.READ, FhirScope.Permission.SEARCH),
                    List.of(),
                    "patient/Observation.rs")));

    private static final URI FHIR = URI.create("https://localhost:9443/fhir");

    private Samples() {}

    public static Client client(ClientId id, ClientAuthentication authentication) {
        return Client.builder()
                .id(id)
                .name("Vital signs – Größe")
                .profile(SecurityProfiles.SMART_APP_2026)
                .authentication(authentication)
                .grantTypes(Set.of("authorization_code", "refresh_token"))
                .redirectUris(List.of("https://127.0.0.1:7443/callback", "https://127.0.0.1:7443/second"))
                .origins(Set.of("https://127.0.0.1:7443"))
                .scopes(SCOPES)
                .audiences(Set.of(FHIR))
                .introspects(Set.of())
                .enabled(true)
                .createdAt(NOW)
                .build();
    }

    public static Client client(ClientId id) {
        return client(id, new ClientAuthentication.None());
    }

    public static Grant grant(String id) {
        return grant(id, APP, ANNA);
    }

    public static Grant grant(String id, ClientId client, PersonId person) {
        return Grant.builder()
                .id(new GrantId(id))
                .client(client)
                .person(person)
                .audience(FHIR)
                .scopes(SCOPES)
                .launch(new LaunchContext("p1"))
                .fhirUser("Patient/p1")
                .authTime(NOW)
                .acr("urn:caregate:aal2")
                .amr(Set.of("pwd", "otp"))
                .createdAt(NOW)
                .expiresAt(NOW.plus(Duration.ofDays(92)))
                .build();
    }

    public static AuthorizationCode code(String id, String grant) {
        return AuthorizationCode.builder()
                .id(id)
                .credential(new StoredCredential(1, "hash-of-" + id))
                .grant(new GrantId(grant))
                .client(APP)
                .redirectUri("https://127.0.0.1:7443/callback")
                .codeChallenge("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
                .nonce("nonce")
                .audience(FHIR)
                .cutScopes(List.of("patient/*.cruds"))
                .issuedAt(NOW)
                .expiresAt(NOW.plusSeconds(60))
                .build();
    }

    public static RefreshToken refreshToken(String id, String family, int generation, String grant) {
        return RefreshToken.builder()
                .id(id)
                .credential(new StoredCredential(1, "hash-of-" + id))
                .family(family)
                .generation(generation)
                .grant(new GrantId(grant))
                .client(APP)
                .issuedAt(NOW)
                .expiresAt(NOW.plus(Duration.ofDays(92)))
                .build();
    }

    public static PendingAuthorization pending(String id, String browserSession, Instant expiresAt) {
        return PendingAuthorization.builder()
                .id(id)
                .browserSession(browserSession)
                .client(APP)
                .parameters(Map.of("client_id", "app", "state", "ä=&"))
                .interaction(new Interaction.SignIn())
                .answers(List.of())
                .requestedAt(NOW)
                .expiresAt(expiresAt)
                .build();
    }
}
