package org.caregate.benchmarks.load;

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
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.cert.CertificateFactory;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.caregate.crypto.provider.SignatureProvider;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demo's backend client (SMART Backend Services), many times at once. */
public final class BackendClient implements AutoCloseable {
    private static final String SCOPE = "system/Patient.rs";

    private final HttpClient http;
    private final URI endpoint;
    private final String clientId;
    private final ECKey key;
    private final ECDSASigner signer;

    public BackendClient(CaregateProgram program) {
        JsonNode demo = JsonMapper.shared().readTree(program.data().resolve("demo.json"));
        JsonNode client = demo.required("clients").required("backend");
        this.endpoint = URI.create(program.issuer() + "/oauth2/token");
        this.clientId = client.required("client_id").asString();
        try {
            this.key = ECKey.parse(client.required("jwk").toString());
            this.signer = new ECDSASigner(key);
            Provider fast = SignatureProvider.fastOrNull();
            if (fast != null) {
                signer.getJCAContext().setProvider(fast);
            }
        } catch (ParseException | JOSEException broken) {
            throw new IllegalStateException(broken);
        }
        this.http = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusting(Path.of(demo.required("ca").asString())))
                .build();
    }

    /** TLS that believes the program. */
    public SSLContext tls() {
        return http.sslContext();
    }

    public URI endpoint() {
        return endpoint;
    }

    /** A file with so many fresh tokens, one a line. */
    public Path tokens(Path file, int count) {
        return Many.write(file, Many.times(count, number -> token()));
    }

    /** A file with so many forms for the token endpoint, each with an assertion of its own, one a line. */
    public Path forms(Path file, int count) {
        return Many.write(file, Many.times(count, number -> form()));
    }

    /** Reads the address so many times, from eight threads; how many of the answers were 200. */
    public long read(URI address, Path tokens, int count) {
        List<String> lines = Many.lines(tokens);
        return Many.times(count, number -> {
                    HttpRequest request = HttpRequest.newBuilder(address)
                            .timeout(Duration.ofMinutes(1))
                            .header("Authorization", "Bearer " + lines.get(number % lines.size()))
                            .header("Accept", "application/fhir+json")
                            .build();
                    return Integer.toString(send(request).statusCode());
                })
                .stream()
                .filter("200"::equals)
                .count();
    }

    private String token() {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(Duration.ofMinutes(1))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form()))
                .build();
        HttpResponse<String> answer = send(request);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("no token: " + answer.statusCode() + " " + answer.body());
        }
        return JsonMapper.shared()
                .readTree(answer.body())
                .required("access_token")
                .asString();
    }

    private String form() {
        return "grant_type=client_credentials&scope=" + URLEncoder.encode(SCOPE, StandardCharsets.UTF_8)
                + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                + "&client_assertion=" + assertion();
    }

    private String assertion() {
        Instant now = Instant.now();
        SignedJWT assertion = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES384)
                        .type(JOSEObjectType.JWT)
                        .keyID(key.getKeyID())
                        .build(),
                new JWTClaimsSet.Builder()
                        .issuer(clientId)
                        .subject(clientId)
                        .audience(endpoint.toString())
                        .jwtID(UUID.randomUUID().toString())
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(270)))
                        .build());
        try {
            assertion.sign(signer);
        } catch (JOSEException broken) {
            throw new IllegalStateException(broken);
        }
        return assertion.serialize();
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static SSLContext trusting(Path ca) {
        try (InputStream in = Files.newInputStream(ca)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException failed) {
            throw new IllegalStateException("the demo's CA cannot be read", failed);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
