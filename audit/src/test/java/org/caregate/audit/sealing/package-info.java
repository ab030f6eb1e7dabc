@NullMarked
package org.caregate.audit.sealing;

import org.jspecify.annotations.NullMarked;
