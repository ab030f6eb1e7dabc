/** What is published for discovery: addresses, SMART configuration and protected resource metadata (SMART App Launch 2.2, RFC 9728). */
@NullMarked
package org.caregate.protocol.metadata;

import org.jspecify.annotations.NullMarked;
