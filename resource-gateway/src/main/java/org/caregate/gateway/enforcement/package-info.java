/** The pipeline: parse, authenticate, gather facts, decide, audit, forward, prove, respond (architecture, "One request, one direction"). */
@NullMarked
package org.caregate.gateway.enforcement;

import org.jspecify.annotations.NullMarked;
