@NullMarked
package org.caregate.authorization.jwks;

import org.jspecify.annotations.NullMarked;
