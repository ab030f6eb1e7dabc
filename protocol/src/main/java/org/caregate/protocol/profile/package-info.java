/** Security profiles: dated, immutable sets of the choices on which the standards contradict one another (ADR 0002). */
@NullMarked
package org.caregate.protocol.profile;

import org.jspecify.annotations.NullMarked;
