/** Several nodes of the program on one external database, behind a balancer that knows nothing but TCP. */
@NullMarked
package org.caregate.conformance.nodes;

import org.jspecify.annotations.NullMarked;
