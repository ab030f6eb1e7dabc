@NullMarked
package org.caregate.authorization.backend;

import org.jspecify.annotations.NullMarked;
