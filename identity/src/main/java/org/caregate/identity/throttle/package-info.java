/** Limits on guessing: exponential delay, then the authenticator is disabled (NIST SP 800-63B-4 §3.2.2). */
@NullMarked
package org.caregate.identity.throttle;

import org.jspecify.annotations.NullMarked;
