/** The proof of everything the upstream answers, before any byte of it leaves (ADR 0008). */
@NullMarked
package org.caregate.gateway.guard;

import org.jspecify.annotations.NullMarked;
