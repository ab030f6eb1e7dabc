/** The threads that sequence and publish while the program runs. */
@NullMarked
package org.caregate.audit.running;

import org.jspecify.annotations.NullMarked;
