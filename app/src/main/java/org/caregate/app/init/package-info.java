/** A new deployment's folder: configuration, policy, keys, passwords and what is left to do. */
@NullMarked
package org.caregate.app.init;

import org.jspecify.annotations.NullMarked;
