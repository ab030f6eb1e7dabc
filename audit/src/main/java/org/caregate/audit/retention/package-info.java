/** The life of data keys: created with an entry, kept as long as entries have to be readable, destroyed with an entry. */
@NullMarked
package org.caregate.audit.retention;

import org.jspecify.annotations.NullMarked;
