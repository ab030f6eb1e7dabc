package org.caregate.gateway.discovery;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Set;
import org.caregate.gateway.json.FhirJson;
import org.caregate.gateway.json.MalformedResourceException;
import org.caregate.protocol.metadata.AuthorizationServerAddresses;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Makes the upstream's CapabilityStatement the gateway's: our base, our security, and no interaction that the gateway refuses
 * (SMART App Launch 2.2, "Conformance": {@code oauth-uris}).
 */
public final class CapabilityStatements {
    private static final String SMART = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris";
    private static final String SERVICE = "http://terminology.hl7.org/CodeSystem/restful-security-service";
    private static final Set<String> TOP_LEVEL =
            Set.of("resourceType", "status", "date", "kind", "fhirVersion", "software", "publisher", "name", "rest");
    private static final Set<String> OF_REST = Set.of("mode", "resource");

    private final FhirJson json;
    private final URI base;
    private final AuthorizationServerAddresses server;

    /** For that FHIR base and the server that issues its tokens. */
    public CapabilityStatements(FhirJson json, URI base, AuthorizationServerAddresses server) {
        this.json = json;
        this.base = base;
        this.server = server;
    }

    /** The upstream's statement as the gateway's. */
    public OwnDocument rewritten(InputStream upstream) throws MalformedResourceException {
        ByteArrayOutputStream into = new ByteArrayOutputStream();
        rewrite(upstream, into);
        return new OwnDocument(into.toByteArray());
    }

    private void rewrite(InputStream upstream, OutputStream into) throws MalformedResourceException {
        try (JsonParser in = json.read(upstream);
                JsonGenerator out = json.write(into)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedResourceException("a CapabilityStatement is an object");
            }
            boolean named = false;
            out.writeStartObject();
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = in.currentName();
                in.nextToken();
                if (!TOP_LEVEL.contains(name)) {
                    in.skipChildren();
                    continue;
                }
                out.writeName(name);
                if (name.equals("resourceType")) {
                    named = in.currentToken() == JsonToken.VALUE_STRING
                            && in.getString().equals("CapabilityStatement");
                }
                if (name.equals("rest")) {
                    eachObject(in, out, () -> rest(in, out));
                } else {
                    out.copyCurrentStructure(in);
                }
            }
            if (in.currentToken() != JsonToken.END_OBJECT || in.nextToken() != null || !named) {
                throw new MalformedResourceException("not one whole CapabilityStatement");
            }
            implementation(out);
            out.writeEndObject();
        }
    }

    private void implementation(JsonGenerator out) {
        out.writeName("implementation");
        out.writeStartObject();
        out.writeStringProperty("description", "FHIR API behind Caregate");
        out.writeStringProperty("url", base.toString());
        out.writeEndObject();
        out.writeName("format");
        out.writeStartArray();
        out.writeString("application/fhir+json");
        out.writeEndArray();
    }

    private interface Body {
        void copy() throws MalformedResourceException;
    }

    private static void eachObject(JsonParser in, JsonGenerator out, Body body) throws MalformedResourceException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw new MalformedResourceException("an array was expected");
        }
        out.writeStartArray();
        while (in.nextToken() == JsonToken.START_OBJECT) {
            body.copy();
        }
        if (in.currentToken() != JsonToken.END_ARRAY) {
            throw new MalformedResourceException("an array of objects was expected");
        }
        out.writeEndArray();
    }

    private void rest(JsonParser in, JsonGenerator out) throws MalformedResourceException {
        out.writeStartObject();
        security(out);
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            in.nextToken();
            if (!OF_REST.contains(name)) {
                in.skipChildren();
            } else if (name.equals("resource")) {
                out.writeName(name);
                eachObject(in, out, () -> new OfferedResource(in).write(out));
            } else {
                out.writeName(name);
                out.copyCurrentStructure(in);
            }
        }
        out.writeEndObject();
    }

    private void security(JsonGenerator out) {
        out.writeName("security");
        out.writeStartObject();
        out.writeName("extension");
        out.writeStartArray();
        out.writeStartObject();
        out.writeStringProperty("url", SMART);
        out.writeName("extension");
        out.writeStartArray();
        address(out, "authorize", AuthorizationServerAddresses.AUTHORIZE);
        address(out, "token", AuthorizationServerAddresses.TOKEN);
        address(out, "revoke", AuthorizationServerAddresses.REVOKE);
        address(out, "introspect", AuthorizationServerAddresses.INTROSPECT);
        out.writeEndArray();
        out.writeEndObject();
        out.writeEndArray();
        out.writeBooleanProperty("cors", true);
        out.writeName("service");
        out.writeStartArray();
        out.writeStartObject();
        out.writeName("coding");
        out.writeStartArray();
        out.writeStartObject();
        out.writeStringProperty("system", SERVICE);
        out.writeStringProperty("code", "SMART-on-FHIR");
        out.writeEndObject();
        out.writeEndArray();
        out.writeEndObject();
        out.writeEndArray();
        out.writeEndObject();
    }

    private void address(JsonGenerator out, String url, String path) {
        out.writeStartObject();
        out.writeStringProperty("url", url);
        out.writeStringProperty("valueUri", server.at(path));
        out.writeEndObject();
    }
}
