/** Whose a resource is: the Patient compartment of FHIR R4 and the proof that a resource may be released. */
@NullMarked
package org.caregate.policy.compartment;

import org.jspecify.annotations.NullMarked;
