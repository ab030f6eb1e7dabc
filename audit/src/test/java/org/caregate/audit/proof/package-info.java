@NullMarked
package org.caregate.audit.proof;

import org.jspecify.annotations.NullMarked;
