package org.caregate.commandline.login;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.caregate.commandline.exit.CommandRefused;
import org.caregate.commandline.exit.ExitStatus;
import org.caregate.commandline.oauth.AssertionSigner;

/** A machine's token: {@code client_credentials} with a signed assertion (RFC 7523 §2.2), under the profile {@code Service2026}. */
public final class ServiceKey implements TokenSource {
    private final HttpClient http;
    private final URI issuer;
    private final String client;
    private final JWK key;
    private final Clock clock;
    private final Map<String, String> tokens = new HashMap<>(); // a command is over long before a token is

    private ServiceKey(HttpClient http, URI issuer, String client, JWK key, Clock clock) {
        this.http = http;
        this.issuer = issuer;
        this.client = client;
        this.key = key;
        this.clock = clock;
    }

    /** With the private JWK in that file, which no one else may read. */
    public static ServiceKey of(HttpClient http, URI issuer, String client, Path file, Clock clock) {
        try {
            JWK key = JWK.parse(PrivateFile.read(file));
            if (!key.isPrivate()) {
                throw CommandRefused.unusable(file + " holds a public key: the private one signs.");
            }
            return new ServiceKey(http, issuer, client, key, clock);
        } catch (ParseException e) {
            throw CommandRefused.unusable(file + " holds no key as a JWK (RFC 7517).");
        }
    }

    @Override
    public String token(String scope) {
        return tokens.computeIfAbsent(scope, this::fetch);
    }

    private String fetch(String scope) {
        Issuer server = Issuer.discover(http, issuer);
        Map<String, String> form;
        try {
            form = AssertionSigner.clientCredentials(client, key, issuer.toString(), scope, clock);
        } catch (JOSEException e) {
            throw CommandRefused.unusable("The key cannot sign: it is P-384 (ES384) or RSA (RS384).");
        }
        form.put("resource", issuer + "/admin/v1");
        Issuer.Answer answer = server.post("token_endpoint", form);
        if (answer.status() != 200) {
            throw CommandRefused.because(
                    ExitStatus.REFUSED,
                    "Client " + client + " got no token ("
                            + answer.json().path("error").asString("status " + answer.status())
                            + "): check --client, --key and what the client is registered for.");
        }
        return answer.json().path("access_token").asString("");
    }
}
