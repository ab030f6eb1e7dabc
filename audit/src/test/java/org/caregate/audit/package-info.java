@NullMarked
package org.caregate.audit;

import org.jspecify.annotations.NullMarked;
