/** A new deployment's folder: configuration, policy, keys, passwords and what is left to do. */
@NullMarked
package org.caregate.commandline.init;

import org.jspecify.annotations.NullMarked;
