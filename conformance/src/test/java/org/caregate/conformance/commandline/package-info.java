/** The command line as an OAuth client (RFC 8252): signing in, automation, and what is refused. */
@NullMarked
package org.caregate.conformance.commandline;

import org.jspecify.annotations.NullMarked;
