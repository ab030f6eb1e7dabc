/** ID tokens: signed beside an access token, and read when an app brings one back as a hint (OpenID Connect Core §2, §3.1.2.1). */
@NullMarked
package org.caregate.authorization.idtoken;

import org.jspecify.annotations.NullMarked;
