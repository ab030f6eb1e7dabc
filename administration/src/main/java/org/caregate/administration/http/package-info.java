/** The framework of the administration API: a protected resource of this server (RFC 6750) whose problems follow RFC 9457. */
@NullMarked
package org.caregate.administration.http;

import org.jspecify.annotations.NullMarked;
