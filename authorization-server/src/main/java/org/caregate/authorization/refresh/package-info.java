/** Refreshing: rotation that survives a lost answer, reuse that ends the family (RFC 6749 §6, RFC 9700 §4.14). */
@NullMarked
package org.caregate.authorization.refresh;

import org.jspecify.annotations.NullMarked;
