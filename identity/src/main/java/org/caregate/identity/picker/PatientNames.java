package org.caregate.identity.picker;

import java.util.Collection;
import java.util.Map;

/** Names of patients, for the people who may open their records; today from the configuration, later from the FHIR server. */
@FunctionalInterface
public interface PatientNames {
    /** The names of those logical ids, as far as there are any. */
    Map<String, PatientName> namesOf(Collection<String> patients);
}
