/** Links to set up or reset an account: listing and withdrawing them. */
@NullMarked
package org.caregate.administration.link;

import org.jspecify.annotations.NullMarked;
