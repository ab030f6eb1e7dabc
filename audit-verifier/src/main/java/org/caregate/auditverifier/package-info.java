/** Verifies an exported log offline, without the server and its database. */
@NullMarked
package org.caregate.auditverifier;

import org.jspecify.annotations.NullMarked;
