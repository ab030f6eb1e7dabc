/** Redeeming authorization codes (RFC 6749 §4.1.3, RFC 7636 §4.6, RFC 9700 §2.1.1). */
@NullMarked
package org.caregate.authorization.code;

import org.jspecify.annotations.NullMarked;
