@NullMarked
package org.caregate.authorization.authorize;

import org.jspecify.annotations.NullMarked;
