/** Clients that others wrote, and a real browser, as node tests; each appears here as a test of its own. */
@NullMarked
package org.caregate.conformance.clients;

import org.jspecify.annotations.NullMarked;
