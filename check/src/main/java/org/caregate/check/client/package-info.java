/** A client's view of Caregate over HTTP: a browser without script, a SMART app, a backend service. */
@NullMarked
package org.caregate.check.client;

import org.jspecify.annotations.NullMarked;
