/** The command line: what is typed, what is printed, which exit status means what. */
@NullMarked
package org.caregate.commandline;

import org.jspecify.annotations.NullMarked;
