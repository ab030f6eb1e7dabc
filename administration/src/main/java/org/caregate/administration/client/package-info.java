/** Registering clients from their metadata (RFC 7591 §2). */
@NullMarked
package org.caregate.administration.client;

import org.jspecify.annotations.NullMarked;
