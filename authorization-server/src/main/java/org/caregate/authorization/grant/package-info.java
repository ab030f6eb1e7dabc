/** What keeps a grant usable and what ends it, for every endpoint that issues from one (RFC 6749 §1.3). */
@NullMarked
package org.caregate.authorization.grant;

import org.jspecify.annotations.NullMarked;
