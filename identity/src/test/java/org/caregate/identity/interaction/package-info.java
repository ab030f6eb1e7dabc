/** Tests of {@code interaction}. */
@NullMarked
package org.caregate.identity.interaction;

import org.jspecify.annotations.NullMarked;
