/** Where a PostgreSQL is and how it is reached, and the port through which a program brings its own. */
@NullMarked
package org.caregate.database;

import org.jspecify.annotations.NullMarked;
