@NullMarked
package org.caregate.administration;

import org.jspecify.annotations.NullMarked;
