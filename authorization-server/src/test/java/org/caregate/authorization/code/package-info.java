@NullMarked
package org.caregate.authorization.code;

import org.jspecify.annotations.NullMarked;
