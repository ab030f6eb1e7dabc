/** The renderers of errors: OAuth JSON (RFC 6749 §5.2), Bearer challenges (RFC 6750 §3) and what to say when we cannot answer. */
@NullMarked
package org.caregate.authorization.error;

import org.jspecify.annotations.NullMarked;
