/** RFC 9207, Issuer Identification, and RFC 9700, Best Current Practice for OAuth 2.0 Security. */
@NullMarked
package org.caregate.conformance.rfc9207;

import org.jspecify.annotations.NullMarked;
