/** From what a file wants and what the server has to the steps between, and the steps done. */
@NullMarked
package org.caregate.commandline.apply;

import org.jspecify.annotations.NullMarked;
