/** Generated credentials, their keyed hashes at rest, and derived refresh-token successors (RFC 9700 §4.14). */
@NullMarked
package org.caregate.crypto.credential;

import org.jspecify.annotations.NullMarked;
