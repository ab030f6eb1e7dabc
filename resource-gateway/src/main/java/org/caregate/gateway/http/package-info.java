/** The gateway on Jetty's core handlers: requests read within limits, answers written with their fixed headers. */
@NullMarked
package org.caregate.gateway.http;

import org.jspecify.annotations.NullMarked;
