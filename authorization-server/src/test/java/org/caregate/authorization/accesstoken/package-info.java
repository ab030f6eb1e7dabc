@NullMarked
package org.caregate.authorization.accesstoken;

import org.jspecify.annotations.NullMarked;
