/** What a bearer token must show by itself: how it is presented, its form, type, algorithm, key, signature, issuer, audience and times (RFC 6750 §2, RFC 9068 §4). */
@NullMarked
package org.caregate.accesstoken.verification;

import org.jspecify.annotations.NullMarked;
