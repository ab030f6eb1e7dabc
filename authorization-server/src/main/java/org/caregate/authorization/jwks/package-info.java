/** Public keys of clients: by value, or fetched from their address behind a guard (RFC 7517, RFC 9700 §4.11). */
@NullMarked
package org.caregate.authorization.jwks;

import org.jspecify.annotations.NullMarked;
