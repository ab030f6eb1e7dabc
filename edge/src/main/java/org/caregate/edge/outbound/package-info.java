/** Requests that the program sends as a client. */
@NullMarked
package org.caregate.edge.outbound;

import org.jspecify.annotations.NullMarked;
