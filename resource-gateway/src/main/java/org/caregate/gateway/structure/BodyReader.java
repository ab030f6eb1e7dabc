package org.caregate.gateway.structure;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.caregate.gateway.json.FhirJson;
import org.caregate.gateway.json.MalformedResourceException;
import org.caregate.gateway.json.References;
import org.caregate.gateway.json.ResourceCopier;
import org.caregate.gateway.json.Scan;
import org.caregate.gateway.json.ScannedResource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the body of a create or an update and writes it again. A lenient server takes shapes that FHIR does not define and finds
 * references in them that a stricter reader passes over; so nothing goes on that FHIR R4 does not define, and what goes on are the
 * bytes that were written here.
 */
public final class BodyReader {
    private final FhirJson json;
    private final References references;

    public BodyReader(FhirJson json, References references) {
        this.json = json;
        this.references = references;
    }

    /** The one resource of the body, or why it is none. */
    public BodyResult read(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length);
        try {
            StructureCopier copier = new StructureCopier(references, types(body));
            try (JsonParser in = json.read(body);
                    JsonGenerator generator = json.write(out)) {
                copier.copy(in, generator);
            }
            byte[] written = out.toByteArray();
            return new WrittenBody(written, facts(written), copier.references(), copier.submitted());
        } catch (JacksonException | MalformedResourceException e) {
            return new BodyResult.Malformed();
        } catch (InvalidBodyException e) {
            return new BodyResult.Invalid(e.defect(), e.path());
        }
    }

    private TypeScan types(byte[] body) throws MalformedResourceException {
        try (JsonParser in = json.read(body)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedResourceException("a resource is an object");
            }
        }
        try (JsonParser in = json.read(body)) {
            return TypeScan.of(in);
        }
    }

    private ScannedResource facts(byte[] written) throws MalformedResourceException {
        try (JsonParser in = json.read(written);
                JsonGenerator nowhere = json.write(OutputStream.nullOutputStream())) {
            in.nextToken();
            return switch (ResourceCopier.unchanged(references).copy(in, nowhere)) {
                case ScannedResource understood -> understood;
                case Scan.NotFhir other -> throw new MalformedResourceException(other.defect());
                case Scan.TooLarge tooLarge -> throw new MalformedResourceException("too large");
            };
        }
    }
}
