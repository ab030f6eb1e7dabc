/** Authorization codes, at rest as keyed hashes, consumed once (RFC 6749 §4.1.2, RFC 9700 §2.1.1). */
@NullMarked
package org.caregate.registry.code;

import org.jspecify.annotations.NullMarked;
