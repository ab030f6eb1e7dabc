@NullMarked
package org.caregate.authorization;

import org.jspecify.annotations.NullMarked;
