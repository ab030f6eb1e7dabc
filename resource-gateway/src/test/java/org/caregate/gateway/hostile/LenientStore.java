package org.caregate.gateway.hostile;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import ca.uhn.fhir.util.FhirTerser;
import java.util.HashSet;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseReference;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Patient;

/** Reads bodies as HAPI's most lenient parser does, and says whom they then speak of. */
final class LenientStore {
    private static final FhirContext R4 = FhirContext.forR4Cached();

    private LenientStore() {}

    /** Every patient that HAPI finds named: by a reference anywhere, by the compartment, or by being there whole. */
    static Set<String> patients(String body) {
        Set<String> patients = new HashSet<>();
        IBaseResource resource;
        try {
            resource = parser().parseResource(body);
        } catch (DataFormatException
                | IllegalArgumentException
                | NullPointerException
                | ClassCastException unreadable) {
            return patients; // not stored: even this parser gives up
        }
        FhirTerser terser = R4.newTerser();
        for (IBaseReference reference : terser.getAllPopulatedChildElementsOfType(resource, IBaseReference.class)) {
            IIdType id = reference.getReferenceElement();
            if (id != null && id.getIdPart() != null) {
                patients.add(id.getIdPart());
            }
        }
        for (IIdType owner : terser.getCompartmentOwnersForResource("Patient", resource, Set.of())) {
            patients.add(owner.getIdPart());
        }
        for (Patient patient : terser.getAllPopulatedChildElementsOfType(resource, Patient.class)) {
            patients.add(patient.getIdElement().getIdPart());
        }
        return patients;
    }

    private static IParser parser() {
        LenientErrorHandler lenient = new LenientErrorHandler(false);
        lenient.setErrorOnInvalidValue(false);
        return R4.newJsonParser().setParserErrorHandler(lenient);
    }
}
