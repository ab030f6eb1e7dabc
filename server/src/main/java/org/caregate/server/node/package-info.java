/** A running node: what is opened in which order, what every part is made of, and how it all ends. */
@NullMarked
package org.caregate.server.node;

import org.jspecify.annotations.NullMarked;
