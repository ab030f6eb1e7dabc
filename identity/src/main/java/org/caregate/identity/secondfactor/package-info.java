/** The second factor: time-based one-time codes that work once (RFC 6238, NIST SP 800-63B-4 §3.1.4). */
@NullMarked
package org.caregate.identity.secondfactor;

import org.jspecify.annotations.NullMarked;
