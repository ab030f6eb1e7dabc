/** The administration API as a protected resource: tokens, rights, bad input, races (RFC 6750, RFC 9457, RFC 9728). */
@NullMarked
package org.caregate.conformance.administration;

import org.jspecify.annotations.NullMarked;
