/** How commands reach the administration API: through the network with a token, or in this process on the server's own machine. */
@NullMarked
package org.caregate.app.cli.api;

import org.jspecify.annotations.NullMarked;
