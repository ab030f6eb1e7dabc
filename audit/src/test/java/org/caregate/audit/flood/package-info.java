@NullMarked
package org.caregate.audit.flood;

import org.jspecify.annotations.NullMarked;
