/** Tests of what is remembered of the registry, and how it is confirmed. */
@NullMarked
package org.caregate.authorization.remembered;

import org.jspecify.annotations.NullMarked;
