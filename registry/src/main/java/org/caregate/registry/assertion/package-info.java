/** Identifiers of client assertions, each usable once (RFC 7523 §3, SMART App Launch 2.2). */
@NullMarked
package org.caregate.registry.assertion;

import org.jspecify.annotations.NullMarked;
