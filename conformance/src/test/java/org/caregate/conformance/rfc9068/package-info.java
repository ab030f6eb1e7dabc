/** RFC 9068, JWT Profile for Access Tokens. */
@NullMarked
package org.caregate.conformance.rfc9068;

import org.jspecify.annotations.NullMarked;
