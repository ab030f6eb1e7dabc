/** The registry's ports on PostgreSQL: clients, grants, codes, refresh tokens, waiting authorizations, revocations. */
@NullMarked
package org.caregate.storage.registry;

import org.jspecify.annotations.NullMarked;
