/** The administration API: a protected resource of this server's own (RFC 6750), with problems as RFC 9457 has them. */
@NullMarked
package org.caregate.administration.api;

import org.jspecify.annotations.NullMarked;
