/** HTTP as the endpoints see it, free of any server's API, and the one strict parser of forms and queries (RFC 6749 §3, appendix B). */
@NullMarked
package org.caregate.authorization.http;

import org.jspecify.annotations.NullMarked;
