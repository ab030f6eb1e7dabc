/** Grants: what one client was allowed, for whom, until when. */
@NullMarked
package org.caregate.registry.grant;

import org.jspecify.annotations.NullMarked;
