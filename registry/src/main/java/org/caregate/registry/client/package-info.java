/** Clients: what an organisation registered of them (RFC 7591 metadata), how they authenticate, what they may ask. */
@NullMarked
package org.caregate.registry.client;

import org.jspecify.annotations.NullMarked;
