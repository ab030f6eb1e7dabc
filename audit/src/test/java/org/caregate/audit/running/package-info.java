@NullMarked
package org.caregate.audit.running;

import org.jspecify.annotations.NullMarked;
