/** Floods of unauthenticated refusals, recorded as one entry with count and interval. */
@NullMarked
package org.caregate.audit.flood;

import org.jspecify.annotations.NullMarked;
