@NullMarked
package org.caregate.audit.memory;

import org.jspecify.annotations.NullMarked;
