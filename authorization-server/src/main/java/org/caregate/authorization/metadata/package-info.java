/** Discovery documents and keys (RFC 8414, OpenID Connect Discovery 1.0, RFC 7517). */
@NullMarked
package org.caregate.authorization.metadata;

import org.jspecify.annotations.NullMarked;
