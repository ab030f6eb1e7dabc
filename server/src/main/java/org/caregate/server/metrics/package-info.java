/** What Prometheus collects: traffic, latency, errors and saturation by endpoint, and the lag of audit and revocations; never who or about whom. */
@NullMarked
package org.caregate.server.metrics;

import org.jspecify.annotations.NullMarked;
