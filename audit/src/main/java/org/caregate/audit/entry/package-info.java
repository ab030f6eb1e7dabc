/** One entry of the log: its fields, which of them are sealed, and the canonical bytes that the log proves. */
@NullMarked
package org.caregate.audit.entry;

import org.jspecify.annotations.NullMarked;
