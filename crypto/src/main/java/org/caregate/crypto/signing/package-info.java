/** Signing keys, their life and publication, and the signing of JWTs (RFC 7515, RFC 7517). */
@NullMarked
package org.caregate.crypto.signing;

import org.jspecify.annotations.NullMarked;
