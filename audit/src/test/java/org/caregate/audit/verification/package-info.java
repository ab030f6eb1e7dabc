@NullMarked
package org.caregate.audit.verification;

import org.jspecify.annotations.NullMarked;
