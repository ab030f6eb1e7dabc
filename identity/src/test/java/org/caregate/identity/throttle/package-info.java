/** Tests, contracts and in-memory ports of {@code throttle}. */
@NullMarked
package org.caregate.identity.throttle;

import org.jspecify.annotations.NullMarked;
