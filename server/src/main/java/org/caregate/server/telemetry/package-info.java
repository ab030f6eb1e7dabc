/** Traces and the program's log for an OpenTelemetry collector; nothing of it is there unless the configuration names one. */
@NullMarked
package org.caregate.server.telemetry;

import org.jspecify.annotations.NullMarked;
