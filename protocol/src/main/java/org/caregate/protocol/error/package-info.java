/** Protocol errors as values: what the peer is told, what only the audit log holds, and the clause that says so. */
@NullMarked
package org.caregate.protocol.error;

import org.jspecify.annotations.NullMarked;
