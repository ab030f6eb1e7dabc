/** RFC 7009, Token Revocation. */
@NullMarked
package org.caregate.conformance.rfc7009;

import org.jspecify.annotations.NullMarked;
