/** Forms that another site forged, or that were left open across a sign-in: what is refused, and where the browser goes instead. */
@NullMarked
package org.caregate.identity.antiforgery;

import org.jspecify.annotations.NullMarked;
