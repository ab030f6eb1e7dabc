/** The one executable: configuration, wiring, the life of a running node and the command line. */
@NullMarked
package org.caregate.app;

import org.jspecify.annotations.NullMarked;
