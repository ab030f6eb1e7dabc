/** Tokens for backend services: client_credentials with a signed assertion (SMART Backend Services 2.2, RFC 6749 §4.4). */
@NullMarked
package org.caregate.authorization.backend;

import org.jspecify.annotations.NullMarked;
