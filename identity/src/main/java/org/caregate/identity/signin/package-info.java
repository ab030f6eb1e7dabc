/** Signing in with both factors, signing out, and their pages (NIST SP 800-63B-4 §3.1; 45 CFR 164.312(d)). */
@NullMarked
package org.caregate.identity.signin;

import org.jspecify.annotations.NullMarked;
