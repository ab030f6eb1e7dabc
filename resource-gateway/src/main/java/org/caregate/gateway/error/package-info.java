/** How a refusal looks from outside: Bearer challenges (RFC 6750 §3) and FHIR OperationOutcomes, one place each. */
@NullMarked
package org.caregate.gateway.error;

import org.jspecify.annotations.NullMarked;
