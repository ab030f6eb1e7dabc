/** What a writer knows of its own entries until they are signed, and how another node recognises them after a crash. */
@NullMarked
package org.caregate.audit.memory;

import org.jspecify.annotations.NullMarked;
