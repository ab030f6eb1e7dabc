/** Passwords: policy, hashes, and the workers that compute them (NIST SP 800-63B-4 §3.1.1). */
@NullMarked
package org.caregate.identity.password;

import org.jspecify.annotations.NullMarked;
