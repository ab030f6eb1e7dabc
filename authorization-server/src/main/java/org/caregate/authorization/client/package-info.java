/** Client authentication: public, client_secret_basic, private_key_jwt (RFC 6749 §2.3, RFC 7523, SMART App Launch 2.2). */
@NullMarked
package org.caregate.authorization.client;

import org.jspecify.annotations.NullMarked;
