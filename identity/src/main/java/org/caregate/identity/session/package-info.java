/** Browser sessions: an opaque cookie, everything else on the server (NIST SP 800-63B-4 §5.1; 45 CFR 164.312(a)(2)(iii)). */
@NullMarked
package org.caregate.identity.session;

import org.jspecify.annotations.NullMarked;
