/** The authorization endpoint: an ordered list of checks, then a code or a question (RFC 6749 §4.1, OpenID Connect Core §3.1.2, SMART App Launch 2.2). */
@NullMarked
package org.caregate.authorization.authorize;

import org.jspecify.annotations.NullMarked;
