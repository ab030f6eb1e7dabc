/** Writers that try to store what they may not, and the lenient server that would take it. */
@NullMarked
package org.caregate.gateway.hostile;

import org.jspecify.annotations.NullMarked;
