/** Rotates the keys that tokens are signed with (RFC 7517). */
@NullMarked
package org.caregate.administration.key;

import org.jspecify.annotations.NullMarked;
