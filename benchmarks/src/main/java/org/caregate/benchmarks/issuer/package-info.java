/** What the authorization server's machine endpoints cost, beside a bare TLS endpoint that reads and answers alike. */
@NullMarked
package org.caregate.benchmarks.issuer;

import org.jspecify.annotations.NullMarked;
