/** How commands reach the administration API: through the network with a token, or in this process on the server's own machine. */
@NullMarked
package org.caregate.commandline.api;

import org.jspecify.annotations.NullMarked;
