/** What a {@code client_credentials} token costs (RFC 6749 §4.4, RFC 7523), beside a bare TLS endpoint that answers alike. */
@NullMarked
package org.caregate.benchmarks.token;

import org.jspecify.annotations.NullMarked;
