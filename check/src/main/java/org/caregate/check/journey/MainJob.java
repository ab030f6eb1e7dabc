package org.caregate.check.journey;

import static org.caregate.check.journey.Expectation.holds;
import static org.caregate.check.journey.Expectation.same;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.caregate.check.client.BackendService;
import org.caregate.check.client.Browser;
import org.caregate.check.client.DemoFile;
import org.caregate.check.client.DemoFile.Someone;
import org.caregate.check.client.Discovery;
import org.caregate.check.client.Http;
import org.caregate.check.client.Reply;
import org.caregate.check.client.SmartApp;
import org.caregate.check.client.SmartApp.Launch;
import org.caregate.check.client.SmartApp.Returned;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The main job, step by step: every step asserts exact answers and says in one line what it saw. */
public final class MainJob {
    private static final String APP_SCOPE = "openid fhirUser launch/patient offline_access patient/Patient.rs"
            + " patient/Condition.rs patient/Observation.rs patient/MedicationRequest.rs";

    private final DemoFile demo;
    private final Http http;
    private final AuditTrail trail;
    private final Ledger ledger = new Ledger();
    private final Someone patient;
    private final String ownRecord;
    private final String othersRecord;

    private @Nullable Discovery discovery;
    private @Nullable SmartApp app;
    private @Nullable Browser browser;
    private String backendToken = "";
    private String accessToken = "";
    private String refreshToken = "";
    private String oldRefreshToken = "";

    /** The job against the demo that {@code demo} describes. */
    public MainJob(DemoFile demo, AuditTrail trail) {
        this.demo = demo;
        this.http = new Http(demo.ca());
        this.trail = trail;
        this.patient = demo.person("patient");
        this.ownRecord = patient.patients().getFirst();
        this.othersRecord = demo.person("clinician").patients().stream()
                .filter(id -> !id.equals(ownRecord))
                .findFirst()
                .orElseThrow();
    }

    /** A step answers what it saw, or throws. */
    public interface Step {
        String run();
    }

    /** The steps in order, by name. */
    public Map<String, Step> steps() {
        Map<String, Step> steps = new LinkedHashMap<>();
        steps.put("discovery", this::discover);
        steps.put("backend client gets a token with a signed assertion", this::backendToken);
        steps.put("backend client reads a patient", this::backendReads);
        steps.put("backend client is refused outside its scopes", this::backendRefused);
        steps.put("standalone launch: sign-in, one-time code, consent", this::launch);
        steps.put("app reads its own record", this::appReads);
        steps.put("app gets 404 for another patient's record", this::appRefused);
        steps.put("app refreshes", this::refresh);
        steps.put("old refresh token again: the family is revoked", this::reuse);
        steps.put("new launch", this::launch);
        steps.put("app revokes its access token", this::revoke);
        steps.put("the same access token is refused at the gateway", this::revokedIsRefused);
        steps.put("the log tells all of it", this::logTells);
        steps.put("the offline verifier accepts the export", this::logVerifies);
        return steps;
    }

    private Discovery discovery() {
        return Objects.requireNonNull(discovery, "discovery comes first");
    }

    /** One browser for both launches: the second finds it signed in, as a person would. */
    private Browser browser() {
        Browser known = browser == null ? app().browser() : browser;
        browser = known;
        return known;
    }

    private SmartApp app() {
        return Objects.requireNonNull(app, "discovery comes first");
    }

    private URI resource(String path) {
        return URI.create(demo.fhirBase() + "/" + path);
    }

    private Reply read(String path, String token) {
        return http.get(resource(path), "Authorization", "Bearer " + token, "Accept", "application/fhir+json");
    }

    private String discover() {
        Discovery found = Discovery.of(http, demo.fhirBase());
        same("SMART configuration status", 200, found.reply().status());
        same("issuer", demo.issuer().toString(), found.json().path("issuer").asString(""));
        same(
                "challenge methods",
                "[\"S256\"]",
                found.json().path("code_challenge_methods_supported").toString());
        Reply openid = http.get(URI.create(demo.issuer() + "/.well-known/openid-configuration"));
        same("OpenID configuration status", 200, openid.status());
        for (String endpoint : List.of("authorization_endpoint", "token_endpoint", "revocation_endpoint")) {
            same(
                    endpoint,
                    found.endpoint(endpoint).toString(),
                    openid.json().path(endpoint).asString(""));
        }
        discovery = found;
        app = new SmartApp(http, demo, found, demo.client("app"));
        return "issuer " + demo.issuer() + ", TLS verified against the demo's CA";
    }

    private String backendToken() {
        BackendService backend = new BackendService(http, discovery(), demo.client("backend"));
        Reply reply = backend.token("system/Patient.rs");
        same("token status", 200, reply.status());
        JsonNode token = reply.json();
        same("scope", "system/Patient.rs", token.path("scope").asString(""));
        same("token_type", "bearer", token.path("token_type").asString("").toLowerCase(java.util.Locale.ROOT));
        holds("expires_in is at most 300", token.path("expires_in").asInt(9999) <= 300);
        holds("no refresh token for a backend client", !token.has("refresh_token"));
        same("Cache-Control", "no-store", reply.header("Cache-Control"));
        backendToken = token.path("access_token").asString("");
        ledger.expect("backend token", reply, "token_issued", "permitted", "");
        return "scope " + token.path("scope").asString("") + ", expires in "
                + token.path("expires_in").asInt() + " s";
    }

    private String backendReads() {
        Reply reply = read("Patient/" + ownRecord, backendToken);
        same("read status", 200, reply.status());
        same("resource", ownRecord, reply.json().path("id").asString(""));
        ledger.expect("backend read", reply, "resource_read", "permitted", "");
        return "Patient/" + ownRecord + ", " + reply.body().length + " bytes";
    }

    private String backendRefused() {
        Reply reply = http.get(resource("Observation?patient=" + ownRecord), "Authorization", "Bearer " + backendToken);
        same("status", 403, reply.status());
        holds(
                "the challenge says insufficient_scope",
                reply.header("WWW-Authenticate").contains("error=\"insufficient_scope\""));
        same("body", "OperationOutcome", reply.json().path("resourceType").asString(""));
        ledger.expect("backend outside its scopes", reply, "resource_search", "refused", "TYPE_NOT_IN_SCOPE");
        return "403 insufficient_scope with an OperationOutcome";
    }

    private String launch() {
        Launch launch = app().launch(APP_SCOPE);
        Returned returned = app().complete(browser(), launch, patient, ownRecord);
        same("state", launch.state(), returned.get("state"));
        same("iss", demo.issuer().toString(), returned.get("iss"));
        holds("a code", !returned.get("code").isEmpty());
        Reply reply = app().redeem(launch, returned);
        same("token status", 200, reply.status());
        JsonNode token = reply.json();
        same("patient in context", ownRecord, token.path("patient").asString(""));
        same("scope", APP_SCOPE, token.path("scope").asString(""));
        verifyIdToken(token.path("id_token").asString(""), launch.parameters().get("nonce"));
        accessToken = token.path("access_token").asString("");
        refreshToken = token.path("refresh_token").asString("");
        holds("a refresh token", !refreshToken.isEmpty());
        ledger.expect("code redeemed", reply, "token_issued", "permitted", "");
        return "signed in as " + patient.username() + " with two factors, patient " + ownRecord
                + ", ID token verified (RS256)";
    }

    private void verifyIdToken(String text, @Nullable String nonce) {
        try {
            SignedJWT jwt = SignedJWT.parse(text);
            Reply keys = http.get(discovery().endpoint("jwks_uri"));
            var key = JWKSet.parse(keys.text()).getKeyByKeyId(jwt.getHeader().getKeyID());
            same("ID token algorithm", "RS256", jwt.getHeader().getAlgorithm().getName());
            holds("the ID token's signature verifies", jwt.verify(new RSASSAVerifier(key.toRSAKey())));
            same(
                    "ID token aud",
                    List.of(demo.client("app").clientId()),
                    jwt.getJWTClaimsSet().getAudience());
            same("ID token iss", demo.issuer().toString(), jwt.getJWTClaimsSet().getIssuer());
            same(
                    "ID token nonce",
                    nonce == null ? "" : nonce,
                    jwt.getJWTClaimsSet().getStringClaim("nonce"));
            same(
                    "fhirUser",
                    demo.fhirBase() + "/Patient/" + ownRecord,
                    jwt.getJWTClaimsSet().getStringClaim("fhirUser"));
        } catch (ParseException | JOSEException e) {
            throw new Expectation.NotMetException("the ID token cannot be read: " + e.getMessage());
        }
    }

    private String appReads() {
        Reply reply = read("Patient/" + ownRecord, accessToken);
        same("read status", 200, reply.status());
        same("resource", ownRecord, reply.json().path("id").asString(""));
        ledger.expect("own record", reply, "resource_read", "permitted", "");
        Reply problems = read("Condition?patient=" + ownRecord, accessToken);
        same("search status", 200, problems.status());
        ledger.expect("own problems", problems, "resource_search", "permitted", "");
        int entries = problems.json().path("entry").size();
        holds("at least one problem", entries > 0);
        return "Patient/" + ownRecord + " and " + entries + " of its Conditions";
    }

    private String appRefused() {
        Reply others = read("Patient/" + othersRecord, accessToken);
        Reply missing = read("Patient/there-is-no-such-patient", accessToken);
        same("another patient's record", 404, others.status());
        same("a missing record", 404, missing.status());
        same(
                "the two bodies without their request ids",
                missing.text().replace(missing.requestId(), "ID"),
                others.text().replace(others.requestId(), "ID"));
        ledger.expect("another's record", others, "resource_read", "refused", "OUTSIDE_COMPARTMENT");
        return "404, and the same answer as for a missing one";
    }

    private String refresh() {
        Reply reply = app().refresh(refreshToken);
        same("refresh status", 200, reply.status());
        JsonNode token = reply.json();
        oldRefreshToken = refreshToken;
        refreshToken = token.path("refresh_token").asString("");
        holds("the refresh token was rotated", !refreshToken.isEmpty() && !refreshToken.equals(oldRefreshToken));
        accessToken = token.path("access_token").asString("");
        same(
                "read with the new token",
                200,
                read("Patient/" + ownRecord, accessToken).status());
        ledger.expect("refresh", reply, "token_refreshed", "permitted", "");
        return "a new access token and a rotated refresh token";
    }

    private String reuse() {
        Reply successor = app().refresh(refreshToken);
        same("use of the successor", 200, successor.status());
        String latest = successor.json().path("refresh_token").asString("");
        String latestAccess = successor.json().path("access_token").asString("");
        Reply reused = app().refresh(oldRefreshToken);
        same("status", 400, reused.status());
        same("error", "invalid_grant", reused.json().path("error").asString(""));
        Reply family = app().refresh(latest);
        same("the family's newest refresh token", 400, family.status());
        same("its error", "invalid_grant", family.json().path("error").asString(""));
        refusedWithin(latestAccess, "the family's access token");
        ledger.expect("reuse", reused, "refresh_reuse", "refused", "REFRESH_REUSED");
        return "400 invalid_grant; the newest refresh token and access token died with it";
    }

    private String revoke() {
        same("read before", 200, read("Patient/" + ownRecord, accessToken).status());
        Reply reply = app().revoke(accessToken);
        same("revocation status", 200, reply.status());
        ledger.expect("revocation", reply, "token_revoked", "permitted", "REVOKED_BY_CLIENT");
        return "200";
    }

    private String revokedIsRefused() {
        long start = System.nanoTime();
        Reply refused = refusedWithin(accessToken, "the revoked access token");
        long millis = (System.nanoTime() - start) / 1_000_000;
        holds("refused within a second (" + millis + " ms)", millis <= 1000);
        ledger.expect("revoked token", refused, "resource_read", "refused", "TOKEN_REVOKED");
        return "401 invalid_token, " + millis + " ms after the revocation was answered";
    }

    /** Reads until the token is refused, two seconds at most. */
    private Reply refusedWithin(String token, String what) {
        long deadline = System.nanoTime() + 2_000_000_000L;
        while (true) {
            Reply reply = read("Patient/" + ownRecord, token);
            if (reply.status() == 401) {
                holds(
                        what + " is refused as invalid_token",
                        reply.header("WWW-Authenticate").contains("error=\"invalid_token\""));
                return reply;
            }
            holds(what + " is refused within two seconds", System.nanoTime() < deadline);
        }
    }

    private String logTells() {
        List<JsonNode> entries = trail.export();
        int found = ledger.compare(entries);
        return found + " expected entries found by their request ids, among " + entries.size();
    }

    private String logVerifies() {
        return trail.verify(demo.logKey());
    }
}
