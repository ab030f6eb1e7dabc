/** The crypto module's ports on PostgreSQL: signing keys, sealed. */
@NullMarked
package org.caregate.storage.crypto;

import org.jspecify.annotations.NullMarked;
