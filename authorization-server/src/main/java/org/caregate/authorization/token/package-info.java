/** The token endpoint: client authentication, the grant's own rules, the answer (RFC 6749 §3.2, §5). */
@NullMarked
package org.caregate.authorization.token;

import org.jspecify.annotations.NullMarked;
