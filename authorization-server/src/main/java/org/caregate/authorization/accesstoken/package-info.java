/** Access tokens and ID tokens: their claims, their signing after the audit receipt, their verification here (RFC 9068, OpenID Connect Core §2). */
@NullMarked
package org.caregate.authorization.accesstoken;

import org.jspecify.annotations.NullMarked;
