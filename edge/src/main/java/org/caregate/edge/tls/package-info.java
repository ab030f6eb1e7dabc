/** Whom the program believes when it is the client. */
@NullMarked
package org.caregate.edge.tls;

import org.jspecify.annotations.NullMarked;
