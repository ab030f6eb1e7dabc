@NullMarked
package org.caregate.authorization.refresh;

import org.jspecify.annotations.NullMarked;
