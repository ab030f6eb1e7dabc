/** The pages on in-memory ports, for tests and for looking at them. */
@NullMarked
package org.caregate.identity;

import org.jspecify.annotations.NullMarked;
