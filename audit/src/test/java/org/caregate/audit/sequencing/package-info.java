@NullMarked
package org.caregate.audit.sequencing;

import org.jspecify.annotations.NullMarked;
