package org.caregate.gateway.json;

import java.io.InputStream;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;

/**
 * Opens FHIR JSON as tokens: strict RFC 8259, no duplicate names (two readers could otherwise see two resources in one text), and
 * bounds on depth and lengths.
 */
public final class FhirJson {
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_NUMBER = 64;

    private final TokenStreamFactory factory;
    private final TokenStreamFactory result;

    /**
     * Within these bounds.
     *
     * @param depth how deep objects and arrays may nest
     * @param longestString in characters
     */
    public FhirJson(int depth, int longestString) {
        JsonFactoryBuilder builder = JsonFactory.builder()
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(depth)
                        .maxStringLength(longestString)
                        .maxNameLength(LONGEST_NAME)
                        .maxNumberLength(LONGEST_NUMBER)
                        .build());
        this.result = builder.build();
        this.factory =
                builder.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    }

    /** Tokens of a stream, which the parser closes with itself. */
    public JsonParser read(InputStream in) {
        return factory.createParser(ObjectReadContext.empty(), in);
    }

    /**
     * The same for a reader that judges the names of each object itself ({@link Names}), as {@link ResourceCopier} does: in a search
     * result a duplicate name in one entry must not cost the others, and names need not be looked at twice.
     */
    public JsonParser readResult(InputStream in) {
        return result.createParser(ObjectReadContext.empty(), in);
    }

    /** Tokens of a text held in memory. */
    public JsonParser read(byte[] json) {
        return factory.createParser(ObjectReadContext.empty(), json);
    }

    /** Writes tokens as UTF-8. */
    public JsonGenerator write(OutputStream out) {
        return factory.createGenerator(ObjectWriteContext.empty(), out);
    }
}
