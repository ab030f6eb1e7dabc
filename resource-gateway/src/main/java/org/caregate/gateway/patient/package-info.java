/** Names of patients, for the pages on which a person chooses one (SMART App Launch 2.2, {@code launch/patient}). */
@NullMarked
package org.caregate.gateway.patient;

import org.jspecify.annotations.NullMarked;
