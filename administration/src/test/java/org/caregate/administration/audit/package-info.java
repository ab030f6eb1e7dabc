@NullMarked
package org.caregate.administration.audit;

import org.jspecify.annotations.NullMarked;
