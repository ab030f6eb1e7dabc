package org.caregate.check.client;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code demo.json} tells: addresses, people, clients. Members this client does not know are ignored.
 *
 * @param issuer the authorization server
 * @param fhirBase the gateway's FHIR base
 * @param management the management listener
 * @param ca the PEM file of the development CA
 * @param logKey the verifier key of the log, as printed at first start
 */
public record DemoFile(URI issuer, URI fhirBase, URI management, Path ca, String logKey, JsonNode json) {

    /** A person who can sign in; {@code patients} are the FHIR ids they may be given in context. */
    public record Someone(String username, String password, String totpSecret, List<String> patients) {}

    /** A registered client; secret and key are empty when it has none. */
    public record RegisteredClient(
            String clientId, String clientSecret, String jwk, String redirectUri, String scope) {}

    /** Reads the file. */
    public static DemoFile read(Path file) {
        JsonNode json = JsonMapper.shared().readTree(file);
        return new DemoFile(
                URI.create(json.required("issuer").asString()),
                URI.create(json.required("fhirBase").asString()),
                URI.create(json.required("management").asString()),
                Path.of(json.required("ca").asString()),
                json.required("logKey").asString(),
                json);
    }

    /** {@code patient}, {@code clinician} or {@code administrator}. */
    public Someone person(String role) {
        JsonNode person = json.required("people").required(role);
        return new Someone(
                person.required("username").asString(),
                person.required("password").asString(),
                person.required("totpSecret").asString(),
                person.path("patients").valueStream().map(JsonNode::asString).toList());
    }

    /** {@code app}, {@code backend}, {@code confidential} or {@code resourceServer}. */
    public RegisteredClient client(String name) {
        JsonNode client = json.required("clients").required(name);
        return new RegisteredClient(
                client.required("client_id").asString(),
                client.path("client_secret").asString(""),
                client.has("jwk") ? client.get("jwk").toString() : "",
                client.path("redirect_uri").asString(""),
                client.path("scope").asString(""));
    }
}
