/** The userinfo endpoint (OpenID Connect Core §5.3). */
@NullMarked
package org.caregate.authorization.userinfo;

import org.jspecify.annotations.NullMarked;
