/** The running program while something breaks: killed, without its database, on a full disk; nothing leaves unaudited and it recovers. */
@NullMarked
package org.caregate.conformance.faults;

import org.jspecify.annotations.NullMarked;
