/** Judging a log against its key and its anchored checkpoints, and saying where it was changed. */
@NullMarked
package org.caregate.audit.verification;

import org.jspecify.annotations.NullMarked;
