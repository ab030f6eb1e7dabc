/** RFC 7636, Proof Key for Code Exchange. */
@NullMarked
package org.caregate.conformance.rfc7636;

import org.jspecify.annotations.NullMarked;
