/** People: who they are, how they sign in, and the pages on which they choose and consent. */
@NullMarked
package org.caregate.identity;

import org.jspecify.annotations.NullMarked;
