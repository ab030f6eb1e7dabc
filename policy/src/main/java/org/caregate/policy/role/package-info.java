/** Roles as ceilings of scopes, and what of a request may be granted under them (SMART App Launch 2.2, "Scopes"). */
@NullMarked
package org.caregate.policy.role;

import org.jspecify.annotations.NullMarked;
