/** The resource types of FHIR R4, which scopes and requests both name. */
@NullMarked
package org.caregate.protocol.fhir.type;

import org.jspecify.annotations.NullMarked;
