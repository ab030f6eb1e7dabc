/** Identifies callers by the bearer token they present (RFC 6750); the token itself is judged in the module of access tokens. */
@NullMarked
package org.caregate.gateway.authentication;

import org.jspecify.annotations.NullMarked;
