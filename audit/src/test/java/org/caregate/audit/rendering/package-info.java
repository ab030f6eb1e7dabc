@NullMarked
package org.caregate.audit.rendering;

import org.jspecify.annotations.NullMarked;
