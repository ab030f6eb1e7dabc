/** The management listener: liveness, readiness and Prometheus metrics, for the operator's machines only. */
@NullMarked
package org.caregate.server.management;

import org.jspecify.annotations.NullMarked;
