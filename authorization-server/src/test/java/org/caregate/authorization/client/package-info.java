@NullMarked
package org.caregate.authorization.client;

import org.jspecify.annotations.NullMarked;
