/** What a permitted read through the whole gateway costs, beside nginx as a plain TLS proxy to the same upstream (ADR 0012). */
@NullMarked
package org.caregate.benchmarks.gateway;

import org.jspecify.annotations.NullMarked;
