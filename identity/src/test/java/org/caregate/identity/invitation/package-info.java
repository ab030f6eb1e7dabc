/** Tests of links. */
@NullMarked
package org.caregate.identity.invitation;

import org.jspecify.annotations.NullMarked;
