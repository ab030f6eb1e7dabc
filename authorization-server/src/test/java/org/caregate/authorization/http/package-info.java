@NullMarked
package org.caregate.authorization.http;

import org.jspecify.annotations.NullMarked;
