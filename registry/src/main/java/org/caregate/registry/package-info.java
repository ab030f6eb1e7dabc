/** Clients, grants, people as the protocol sees them, pending authorizations and revocations: types, lifecycles and the ports storage implements. */
@NullMarked
package org.caregate.registry;

import org.jspecify.annotations.NullMarked;
