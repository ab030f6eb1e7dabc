/** Links by which people give themselves their two factors: no one else ever knows a password (45 CFR 164.308(a)(5)(ii)(D)). */
@NullMarked
package org.caregate.identity.invitation;

import org.jspecify.annotations.NullMarked;
