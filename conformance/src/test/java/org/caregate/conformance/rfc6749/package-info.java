/** RFC 6749, The OAuth 2.0 Authorization Framework. */
@NullMarked
package org.caregate.conformance.rfc6749;

import org.jspecify.annotations.NullMarked;
