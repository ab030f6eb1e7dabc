/** Which kept HTTP client costs least between gateway and FHIR server, when used blocking on virtual threads (ADR 0012). */
@NullMarked
package org.caregate.benchmarks.upstream;

import org.jspecify.annotations.NullMarked;
