/** Revocations, their version, and each node's view of them (architecture, decision 6; RFC 7009). */
@NullMarked
package org.caregate.registry.revocation;

import org.jspecify.annotations.NullMarked;
