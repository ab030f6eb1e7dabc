package org.caregate.gateway.hostile;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import ca.uhn.fhir.util.FhirTerser;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;

/** Reads answers as HAPI's most lenient parser does, and says whose records they then hold. */
final class LenientClient {
    private static final FhirContext R4 = FhirContext.forR4Cached();

    private LenientClient() {}

    /** The patients in whose compartment HAPI sees the resource, or one that it contains, and those that are there whole. */
    static Set<String> records(String json) {
        Set<String> patients = new HashSet<>();
        try {
            add((Resource) parser().parseResource(json), patients);
        } catch (DataFormatException
                | IllegalArgumentException
                | NullPointerException
                | ClassCastException unreadable) {
            return patients; // even this parser gives up
        }
        return patients;
    }

    private static void add(Resource resource, Set<String> patients) {
        FhirTerser terser = R4.newTerser();
        for (IIdType owner : terser.getCompartmentOwnersForResource("Patient", resource, Set.of())) {
            patients.add("" + owner.getIdPart());
        }
        for (Patient patient : terser.getAllPopulatedChildElementsOfType(resource, Patient.class)) {
            patients.add("" + patient.getIdElement().getIdPart());
        }
        if (resource instanceof DomainResource domain) {
            domain.getContained().forEach(contained -> add(contained, patients));
        }
    }

    /** The resources of a search result, each as text again; none where the result was broken off. */
    static List<String> entries(String bundle) {
        try {
            return ((Bundle) parser().parseResource(bundle))
                    .getEntry().stream()
                            .map(entry -> R4.newJsonParser().encodeResourceToString(entry.getResource()))
                            .toList();
        } catch (DataFormatException | IllegalArgumentException | NullPointerException | ClassCastException brokenOff) {
            return List.of();
        }
    }

    private static IParser parser() {
        LenientErrorHandler lenient = new LenientErrorHandler(false);
        lenient.setErrorOnInvalidValue(false);
        return R4.newJsonParser().setParserErrorHandler(lenient);
    }
}
