/** Browser sessions as an administrator sees them: listing and ending them. */
@NullMarked
package org.caregate.administration.session;

import org.jspecify.annotations.NullMarked;
