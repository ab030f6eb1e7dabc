/** The first factor: user name and password (NIST SP 800-63B-4 §3.1.1; 45 CFR 164.312(d)). */
@NullMarked
package org.caregate.identity.signin;

import org.jspecify.annotations.NullMarked;
