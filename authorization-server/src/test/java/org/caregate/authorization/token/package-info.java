@NullMarked
package org.caregate.authorization.token;

import org.jspecify.annotations.NullMarked;
