/** Before the first administrator: one link works and nothing else is answered. */
@NullMarked
package org.caregate.server.setup;

import org.jspecify.annotations.NullMarked;
