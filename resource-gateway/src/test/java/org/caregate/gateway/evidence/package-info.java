/** The steps of an exchange cannot be skipped: the compiler is asked. */
@NullMarked
package org.caregate.gateway.evidence;

import org.jspecify.annotations.NullMarked;
