/** Finding entries again: by who, whom, what and when, and following the log as it grows. */
@NullMarked
package org.caregate.audit.search;

import org.jspecify.annotations.NullMarked;
