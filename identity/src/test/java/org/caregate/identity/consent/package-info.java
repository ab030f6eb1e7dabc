/** Tests of {@code consent}. */
@NullMarked
package org.caregate.identity.consent;

import org.jspecify.annotations.NullMarked;
