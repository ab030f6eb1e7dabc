/** Who performs an administrative operation, and the result of changing something that was read before. */
@NullMarked
package org.caregate.administration.operation;

import org.jspecify.annotations.NullMarked;
