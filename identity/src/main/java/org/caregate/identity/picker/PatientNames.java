package org.caregate.identity.picker;

import java.util.Collection;
import java.util.Map;
import org.caregate.audit.AuditReceipt;

/** Names of patients, for the people who may open their records. */
@FunctionalInterface
public interface PatientNames {
    /**
     * The names of those logical ids, as far as there are any.
     *
     * @param namesShown of the entry that says whose names are shown, and to whom: there is no name without one
     */
    Map<String, PatientName> namesOf(Collection<String> patients, AuditReceipt namesShown);
}
