/** What an access token says, for the issuer that writes it and the resource that reads it (RFC 9068 §2.2). */
@NullMarked
package org.caregate.protocol.token;

import org.jspecify.annotations.NullMarked;
