/** Refresh tokens: families, rotation that survives a lost answer, reuse detection (RFC 9700 §4.14). */
@NullMarked
package org.caregate.registry.refresh;

import org.jspecify.annotations.NullMarked;
