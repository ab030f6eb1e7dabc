@NullMarked
package org.caregate.audit.checkpoint;

import org.jspecify.annotations.NullMarked;
