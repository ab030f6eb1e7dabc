@NullMarked
package org.caregate.auditverifier;

import org.jspecify.annotations.NullMarked;
