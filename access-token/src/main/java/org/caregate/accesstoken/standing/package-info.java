/** What a verified token is worth now: the revocations, client, grant and person behind it, and the answer: live, dead or unsure. */
@NullMarked
package org.caregate.accesstoken.standing;

import org.jspecify.annotations.NullMarked;
