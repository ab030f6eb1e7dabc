package org.caregate.app.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks as the demo's backend client (SMART Backend Services): a signed assertion, a token, a read. */
public final class BackendToken implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DemoFile demo;
    private final Clock clock;
    private final HttpClient http;

    public BackendToken(DemoFile demo, Clock clock) {
        this.demo = demo;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .sslContext(trusting(demo))
                .connectTimeout(PATIENCE)
                .build();
    }

    /** An access token for everything the client may have. */
    public String token() throws IOException, InterruptedException {
        DemoClient client = demo.client("backend");
        URI endpoint = URI.create(demo.ports().issuerUrl() + "/oauth2/token");
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("scope", client.scope());
        form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        form.put("client_assertion", assertion(client, endpoint));
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("the token endpoint answered " + answer.statusCode() + ": " + answer.body());
        }
        JsonNode json = JsonMapper.shared().readTree(answer.body());
        return json.required("access_token").asString();
    }

    /** Reads the demo patient through the gateway and answers the status. */
    int readPatient(String token) throws IOException, InterruptedException {
        URI patient = URI.create(demo.ports().fhirBase() + "/Patient/"
                + demo.person("patient").patients().getFirst());
        HttpRequest request = HttpRequest.newBuilder(patient)
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/fhir+json")
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray()).statusCode();
    }

    private String assertion(DemoClient client, URI endpoint) {
        String jwk = client.jwk();
        if (jwk == null) {
            throw new IllegalStateException("demo.json holds no key for the backend client");
        }
        try {
            ECKey key = ECKey.parse(jwk);
            Instant now = clock.instant();
            SignedJWT assertion = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES384)
                            .type(JOSEObjectType.JWT)
                            .keyID(key.getKeyID())
                            .build(),
                    new JWTClaimsSet.Builder()
                            .issuer(client.clientId())
                            .subject(client.clientId())
                            .audience(endpoint.toString())
                            .jwtID(UUID.randomUUID().toString())
                            .issueTime(Date.from(now))
                            .expirationTime(Date.from(now.plusSeconds(120)))
                            .build());
            assertion.sign(new ECDSASigner(key));
            return assertion.serialize();
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException("the backend client's key cannot be used", e);
        }
    }

    private static SSLContext trusting(DemoFile demo) {
        try (InputStream in = Files.newInputStream(demo.ca())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the demo's CA cannot be read: " + demo.ca(), e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
