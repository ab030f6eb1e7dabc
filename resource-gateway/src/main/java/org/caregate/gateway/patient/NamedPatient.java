package org.caregate.gateway.patient;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.caregate.gateway.json.MalformedResourceException;
import org.caregate.gateway.patient.PatientDirectory.Name;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What of a Patient tells people apart: the first name and the date of birth (FHIR R4, Patient). */
final class NamedPatient {
    private String type = "";
    private String id = "";
    private String text = "";
    private String given = "";
    private String family = "";
    private String birthDate = "";

    private NamedPatient() {}

    /** Reads one whole resource, and closes the parser. */
    static NamedPatient read(JsonParser opened) throws MalformedResourceException {
        try (JsonParser in = opened) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedResourceException("a resource is an object");
            }
            NamedPatient patient = new NamedPatient();
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = in.currentName();
                in.nextToken();
                switch (name) {
                    case "resourceType" -> patient.type = text(in);
                    case "id" -> patient.id = text(in);
                    case "birthDate" -> patient.birthDate = text(in);
                    case "name" -> patient.firstName(in);
                    default -> in.skipChildren();
                }
            }
            if (in.currentToken() != JsonToken.END_OBJECT || in.nextToken() != null) {
                throw new MalformedResourceException("not one whole resource");
            }
            return patient;
        }
    }

    private void firstName(JsonParser in) throws MalformedResourceException {
        demandArray(in);
        boolean first = true;
        while (in.nextToken() == JsonToken.START_OBJECT) {
            if (first) {
                humanName(in);
                first = false;
            } else {
                in.skipChildren();
            }
        }
        demandEnd(in);
    }

    private void humanName(JsonParser in) throws MalformedResourceException {
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            in.nextToken();
            switch (name) {
                case "text" -> text = text(in);
                case "family" -> family = text(in);
                case "given" -> given = firstText(in);
                default -> in.skipChildren();
            }
        }
    }

    private static String firstText(JsonParser in) throws MalformedResourceException {
        demandArray(in);
        String first = "";
        for (int i = 0; in.nextToken() == JsonToken.VALUE_STRING || in.currentToken() == JsonToken.VALUE_NULL; i++) {
            if (i == 0 && in.currentToken() == JsonToken.VALUE_STRING) {
                first = in.getString();
            }
        }
        demandEnd(in);
        return first;
    }

    private static String text(JsonParser in) throws MalformedResourceException {
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            throw new MalformedResourceException("a text was expected");
        }
        return in.getString();
    }

    private static void demandArray(JsonParser in) throws MalformedResourceException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw new MalformedResourceException("an array was expected");
        }
    }

    private static void demandEnd(JsonParser in) throws MalformedResourceException {
        if (in.currentToken() != JsonToken.END_ARRAY) {
            throw new MalformedResourceException("an array of one kind was expected");
        }
    }

    /** The name, if this is that Patient and has one. */
    Optional<Name> nameOf(String asked) {
        String display = text.isEmpty() ? (given + " " + family).strip() : text;
        return type.equals("Patient") && id.equals(asked) && !display.isEmpty()
                ? Optional.of(new Name(display, date(birthDate)))
                : Optional.empty();
    }

    private static @Nullable LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException partOrNone) {
            return null;
        }
    }
}
