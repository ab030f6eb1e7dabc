/** What every module's tests share: a clock that a test moves, and the requirement a test proves. */
@NullMarked
package org.caregate.testing;

import org.jspecify.annotations.NullMarked;
