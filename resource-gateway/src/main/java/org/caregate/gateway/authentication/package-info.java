/** Who calls: RFC 9068 access tokens presented as RFC 6750 bearer tokens, and their revocation. */
@NullMarked
package org.caregate.gateway.authentication;

import org.jspecify.annotations.NullMarked;
