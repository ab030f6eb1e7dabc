package org.caregate.check.client;

import java.net.URI;
import tools.jackson.databind.JsonNode;

/** What the SMART configuration at the FHIR base tells a client (SMART App Launch 2.2, conformance). */
public record Discovery(Reply reply) {
    /** Fetches it. */
    public static Discovery of(Http http, URI fhirBase) {
        return new Discovery(http.get(
                URI.create(fhirBase + "/.well-known/smart-configuration"),
                "Accept",
                "application/json",
                "Origin",
                "https://127.0.0.1:7443"));
    }

    /** The document. */
    public JsonNode json() {
        return reply.json();
    }

    /** An endpoint's address by its member name, such as {@code token_endpoint}. */
    public URI endpoint(String name) {
        return URI.create(json().required(name).asString());
    }
}
