/** Random identifiers. */
@NullMarked
package org.caregate.crypto.random;

import org.jspecify.annotations.NullMarked;
