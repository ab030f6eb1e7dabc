@NullMarked
package org.caregate.audit.export;

import org.jspecify.annotations.NullMarked;
