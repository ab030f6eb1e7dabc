package org.caregate.authorization;

import static org.caregate.authorization.TestServer.CALLBACK;
import static org.caregate.authorization.TestServer.CHALLENGE;
import static org.caregate.authorization.TestServer.FHIR;
import static org.caregate.authorization.TestServer.VERIFIER;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.caregate.authorization.http.BrowserSession;
import org.caregate.authorization.http.EndpointResponse;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.PersonId;
import org.caregate.registry.pending.Answer;
import org.caregate.registry.pending.Interaction;
import org.caregate.registry.pending.PendingAuthorization;

/** An app and a person going through a standalone launch, step by step or all at once. */
public final class Launch {
    private final TestServer server;
    private final ClientId client;
    private final BrowserSession browser;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final Set<String> unticked = new HashSet<>();
    private String patient = "p1";

    public Launch(TestServer server, ClientId client, PersonId person) {
        this.server = server;
        this.client = client;
        this.browser = server.browser("browser-" + UUID.randomUUID(), person);
        parameters.put("response_type", "code");
        parameters.put("client_id", client.value());
        parameters.put("redirect_uri", CALLBACK);
        parameters.put("scope", "openid fhirUser launch/patient offline_access patient/Observation.rs");
        parameters.put("state", "s t&te");
        parameters.put("nonce", "n-1");
        parameters.put("aud", FHIR.toString());
        parameters.put("code_challenge", CHALLENGE);
        parameters.put("code_challenge_method", "S256");
    }

    public Launch with(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    public Launch without(String name) {
        parameters.remove(name);
        return this;
    }

    public Launch choosing(String id) {
        patient = id;
        return this;
    }

    public Launch unticking(String scope) {
        unticked.add(scope);
        return this;
    }

    public Map<String, String> parameters() {
        return parameters;
    }

    public BrowserSession browser() {
        return browser;
    }

    /** The first answer of the authorization endpoint. */
    public EndpointResponse start() {
        return server.get("/oauth2/authorize", TestServer.encode(parameters), browser);
    }

    /** Answers whatever is asked until the browser is sent back to the app or shown an error. */
    public EndpointResponse finish() {
        return finish(start());
    }

    public EndpointResponse finish(EndpointResponse first) {
        EndpointResponse response = first;
        for (int i = 0; i < 5 && isInteraction(response); i++) {
            String id = pendingId(response);
            answer(id);
            response = resume(id, browser);
        }
        return response;
    }

    public EndpointResponse resume(String pendingId, BrowserSession session) {
        return server.get("/oauth2/authorize/continue", "pending=" + pendingId, session);
    }

    public void answer(String pendingId) {
        PendingAuthorization pending =
                server.pendings.find(pendingId, browser.id()).orElseThrow();
        switch (pending.interaction()) {
            case Interaction.SignIn signIn -> throw new AssertionError("asked to sign in");
            case Interaction.ChoosePatient choose ->
                server.pendings.answer(pendingId, browser.id(), new Answer.PatientChosen(patient));
            case Interaction.Consent consent -> {
                Set<String> ticked = new HashSet<>(consent.scopes());
                ticked.removeAll(unticked);
                server.pendings.answer(pendingId, browser.id(), new Answer.ConsentGiven(ticked));
            }
        }
    }

    public static boolean isInteraction(EndpointResponse response) {
        String location = response.headers().getOrDefault("Location", "");
        return location.startsWith("/interaction/") || location.startsWith("/sign-in");
    }

    public static String pendingId(EndpointResponse response) {
        String location = response.headers().getOrDefault("Location", "");
        return location.startsWith("/interaction/")
                ? location.substring("/interaction/".length())
                : location.substring("/sign-in?pending=".length());
    }

    /** The whole launch up to the code. */
    public String code() {
        Map<String, String> answer = TestServer.query(finish().headers().getOrDefault("Location", "?none="));
        String code = answer.get("code");
        if (code == null) {
            throw new AssertionError("no code: " + answer);
        }
        return code;
    }

    /** The whole launch up to the tokens. */
    public EndpointResponse tokens() {
        return redeem(code());
    }

    public EndpointResponse redeem(String code) {
        return redeem(code, Map.of());
    }

    /** Redeems with some parameters changed; an empty value leaves one out. */
    public EndpointResponse redeem(String code, Map<String, String> changes) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", parameters.getOrDefault("redirect_uri", ""));
        form.put("code_verifier", VERIFIER);
        return token(form, changes);
    }

    public EndpointResponse refresh(String refreshToken) {
        return refresh(refreshToken, Map.of());
    }

    public EndpointResponse refresh(String refreshToken, Map<String, String> changes) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refreshToken);
        return token(form, changes);
    }

    /** Posts to the token endpoint as the client. */
    public EndpointResponse token(Map<String, String> form, Map<String, String> changes) {
        return asClient("/oauth2/token", form, changes);
    }

    public EndpointResponse asClient(String path, Map<String, String> form, Map<String, String> changes) {
        Map<String, String> all = new LinkedHashMap<>(form);
        Map<String, String> headers = new LinkedHashMap<>();
        authenticate(server, client, all, headers);
        changes.forEach((name, value) -> {
            if (value.isEmpty()) {
                all.remove(name);
            } else {
                all.put(name, value);
            }
        });
        return server.post(path, all, headers);
    }

    /** Adds the client's own authentication. */
    public static void authenticate(
            TestServer server, ClientId client, Map<String, String> form, Map<String, String> headers) {
        if (client.equals(TestServer.PUBLIC_APP)) {
            form.put("client_id", client.value());
        } else if (client.equals(TestServer.SECRET_APP) || client.equals(TestServer.RESOURCE_SERVER)) {
            headers.put("authorization", basic(client.value(), server.appSecret));
        } else {
            form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
            form.put("client_assertion", assertion(server, client).sign());
        }
    }

    public static String basic(String id, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    public static AssertionBuilder assertion(TestServer server, ClientId client) {
        return new AssertionBuilder(server, client);
    }

    /** A client assertion as it should be, to be bent by tests. */
    public static final class AssertionBuilder {
        private final TestServer server;
        private final JWTClaimsSet.Builder claims;
        private JWSHeader.Builder header;

        AssertionBuilder(TestServer server, ClientId client) {
            this.server = server;
            this.header = new JWSHeader.Builder(JWSAlgorithm.ES384).keyID("k1").type(JOSEObjectType.JWT);
            this.claims = new JWTClaimsSet.Builder()
                    .issuer(client.value())
                    .subject(client.value())
                    .audience(TestServer.ISSUER + "/oauth2/token")
                    .jwtID(UUID.randomUUID().toString())
                    .issueTime(Date.from(server.clock.instant()))
                    .expirationTime(Date.from(server.clock.instant().plusSeconds(300)));
        }

        public JWTClaimsSet.Builder claims() {
            return claims;
        }

        public AssertionBuilder header(JWSHeader.Builder other) {
            header = other;
            return this;
        }

        public String sign() {
            try {
                SignedJWT jwt = new SignedJWT(header.build(), claims.build());
                jwt.sign(new ECDSASigner(server.clientKey));
                return jwt.serialize();
            } catch (JOSEException e) {
                throw new AssertionError(e);
            }
        }
    }
}
