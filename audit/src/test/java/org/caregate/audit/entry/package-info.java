@NullMarked
package org.caregate.audit.entry;

import org.jspecify.annotations.NullMarked;
