/** Tests, contracts and in-memory ports of {@code secondfactor}. */
@NullMarked
package org.caregate.identity.secondfactor;

import org.jspecify.annotations.NullMarked;
