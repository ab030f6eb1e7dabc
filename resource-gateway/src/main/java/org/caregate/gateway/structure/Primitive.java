package org.caregate.gateway.structure;

import java.nio.CharBuffer;
import java.util.regex.Pattern;
import org.caregate.protocol.fhir.FhirIds;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The primitive types of FHIR R4 ("Data Types", §2.24.0.1): the JSON type and the format of each. */
enum Primitive implements ElementType {
    BOOLEAN("boolean", Json.BOOLEAN, null),
    INTEGER("integer", Json.INTEGER, null),
    POSITIVE_INT("positiveInt", Json.INTEGER, null),
    UNSIGNED_INT("unsignedInt", Json.INTEGER, null),
    DECIMAL("decimal", Json.NUMBER, Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")),
    STRING("string", Json.STRING, null),
    MARKDOWN("markdown", Json.STRING, null),
    XHTML("xhtml", Json.STRING, null),
    CODE("code", Json.STRING, Pattern.compile("[^\\s]+(\\s[^\\s]+)*+")),
    ID("id", Json.STRING, null),
    URI("uri", Json.STRING, Pattern.compile("\\S++")),
    URL("url", Json.STRING, Pattern.compile("\\S++")),
    CANONICAL("canonical", Json.STRING, Pattern.compile("\\S++")),
    OID("oid", Json.STRING, Pattern.compile("urn:oid:[0-2](\\.(0|[1-9][0-9]*+))++")),
    UUID("uuid", Json.STRING, Pattern.compile("urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")),
    BASE64_BINARY("base64Binary", Json.STRING, null),
    TIME("time", Json.STRING, Pattern.compile(Dates.CLOCK)),
    DATE("date", Json.STRING, Pattern.compile("[0-9]{4}(-" + Dates.MONTH + "(-" + Dates.DAY + ")?)?")),
    DATE_TIME(
            "dateTime",
            Json.STRING,
            Pattern.compile(
                    "[0-9]{4}(-" + Dates.MONTH + "(-" + Dates.DAY + "(T" + Dates.CLOCK + Dates.ZONE + ")?)?)?")),
    INSTANT(
            "instant",
            Json.STRING,
            Pattern.compile("[0-9]{4}-" + Dates.MONTH + "-" + Dates.DAY + "T" + Dates.CLOCK + Dates.ZONE));

    private final String code;
    private final Json json;
    private final @Nullable Pattern format;

    Primitive(String code, Json json, @Nullable Pattern format) {
        this.code = code;
        this.json = json;
        this.format = format;
    }

    private enum Json {
        BOOLEAN,
        INTEGER,
        NUMBER,
        STRING
    }

    private static final class Dates {
        static final String MONTH = "(0[1-9]|1[0-2])";
        static final String DAY = "(0[1-9]|[12][0-9]|3[01])";
        static final String CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]{1,9})?";
        static final String ZONE = "(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))";

        private Dates() {}
    }

    /** The name in FHIR. */
    String code() {
        return code;
    }

    /** Whether the token is of the JSON type that stands for this. */
    boolean isWrittenAs(JsonToken token) {
        return switch (json) {
            case BOOLEAN -> token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
            case INTEGER -> token == JsonToken.VALUE_NUMBER_INT;
            case NUMBER -> token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
            case STRING -> token == JsonToken.VALUE_STRING;
        };
    }

    /** Whether the text of the parser's current token has the format. */
    boolean accepts(JsonParser in) {
        char[] text = in.getStringCharacters();
        int offset = in.getStringOffset();
        int length = in.getStringLength();
        return switch (json) {
            case BOOLEAN -> true;
            case INTEGER -> isInteger(new String(text, offset, length));
            case NUMBER -> matches(text, offset, length);
            case STRING ->
                length > 0
                        && isText(text, offset, length)
                        && switch (this) {
                            case ID -> FhirIds.isId(new String(text, offset, length));
                            case BASE64_BINARY -> isBase64(text, offset, length);
                            default -> matches(text, offset, length);
                        };
        };
    }

    private boolean matches(char[] text, int offset, int length) {
        return format == null
                || format.matcher(CharBuffer.wrap(text, offset, length)).matches();
    }

    private boolean isInteger(String text) {
        try {
            int value = Integer.parseInt(text);
            return this == INTEGER || value >= (this == POSITIVE_INT ? 1 : 0);
        } catch (NumberFormatException tooLarge) {
            return false;
        }
    }

    /** No control characters (FHIR R4, "string"), and no half of a surrogate pair, which two writers would write differently. */
    private static boolean isText(char[] text, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            char c = text[i];
            if (c < ' ' && c != '\t' && c != '\n' && c != '\r') {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == offset + length || !Character.isLowSurrogate(text[i])) {
                    return false;
                }
            } else if (Character.isLowSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBase64(char[] text, int offset, int length) {
        int digits = 0;
        for (int i = offset; i < offset + length; i++) {
            char c = text[i];
            boolean digit =
                    (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
            if (digit || c == '=') {
                digits++;
            } else if (c > ' ') {
                return false;
            }
        }
        return digits > 0 && digits % 4 == 0;
    }
}
