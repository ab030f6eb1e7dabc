@NullMarked
package org.caregate.audit.retention;

import org.jspecify.annotations.NullMarked;
