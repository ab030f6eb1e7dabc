/** Requests that the program sends as a client. */
@NullMarked
package org.caregate.app.outbound;

import org.jspecify.annotations.NullMarked;
