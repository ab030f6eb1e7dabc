@NullMarked
package org.caregate.audit.anchor;

import org.jspecify.annotations.NullMarked;
