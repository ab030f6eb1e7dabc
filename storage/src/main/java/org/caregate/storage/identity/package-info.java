/** The identity module's ports on PostgreSQL: people, their factors, browser sessions, counts of failed attempts. */
@NullMarked
package org.caregate.storage.identity;

import org.jspecify.annotations.NullMarked;
