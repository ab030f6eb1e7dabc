/** Token revocation by the client that holds the token (RFC 7009). */
@NullMarked
package org.caregate.authorization.revocation;

import org.jspecify.annotations.NullMarked;
