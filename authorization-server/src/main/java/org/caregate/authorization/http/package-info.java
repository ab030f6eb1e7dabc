/** HTTP as the endpoints see it, independent of any server's API: requests, responses, the strict parser of forms and queries (RFC 6749 §3, appendix B), error renderers (RFC 6749 §5.2, RFC 6750 §3), cross-origin access (Fetch standard, CORS protocol). */
@NullMarked
package org.caregate.authorization.http;

import org.jspecify.annotations.NullMarked;
