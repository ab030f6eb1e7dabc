/** Clusters of the PostgreSQL that the distribution installs, for tests of an external database. */
@NullMarked
package org.caregate.testing.postgresql;

import org.jspecify.annotations.NullMarked;
