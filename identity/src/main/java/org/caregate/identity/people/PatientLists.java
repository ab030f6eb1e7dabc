package org.caregate.identity.people;

import java.util.Set;

/** Which patients a person may open: today the policy file's lists, later the FHIR server's care teams. */
@FunctionalInterface
public interface PatientLists {
    /** Logical ids of FHIR Patients, without {@code Patient/}; empty when there are none. */
    Set<String> patientsOf(PersonAccount account);
}
