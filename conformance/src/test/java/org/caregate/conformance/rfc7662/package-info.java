/** RFC 7662, Token Introspection. */
@NullMarked
package org.caregate.conformance.rfc7662;

import org.jspecify.annotations.NullMarked;
