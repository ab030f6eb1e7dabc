/** Tests of the command line, and of a first start with it. */
@NullMarked
package org.caregate.commandline;

import org.jspecify.annotations.NullMarked;
