/** One exchange with a stranger, as every audit entry about it begins. */
@NullMarked
package org.caregate.authorization.exchange;

import org.jspecify.annotations.NullMarked;
