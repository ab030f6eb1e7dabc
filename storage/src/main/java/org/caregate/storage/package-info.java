/** The database: pools, roles, migrations, start-up checks and transactions, on PostgreSQL only (ADR 0006). */
@NullMarked
package org.caregate.storage;

import org.jspecify.annotations.NullMarked;
