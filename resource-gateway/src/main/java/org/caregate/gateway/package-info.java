/** The policy enforcement point: the server, its settings and the one-direction pipeline of a request (architecture, "One request, one direction"). */
@NullMarked
package org.caregate.gateway;

import org.jspecify.annotations.NullMarked;
