/** How a command ends: its exit status, and the refusal that it prints. */
@NullMarked
package org.caregate.commandline.exit;

import org.jspecify.annotations.NullMarked;
