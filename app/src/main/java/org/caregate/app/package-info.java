/** The one executable. */
@NullMarked
package org.caregate.app;

import org.jspecify.annotations.NullMarked;
