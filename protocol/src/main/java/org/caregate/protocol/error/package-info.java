/** Protocol errors as values: what the peer learns, what only the audit log holds, and the clause that says so. */
@NullMarked
package org.caregate.protocol.error;

import org.jspecify.annotations.NullMarked;
