/** Connections under attack or going away: slow, lingering, closing, and bodies that trickle. */
@NullMarked
package org.caregate.edge.connection;

import org.jspecify.annotations.NullMarked;
