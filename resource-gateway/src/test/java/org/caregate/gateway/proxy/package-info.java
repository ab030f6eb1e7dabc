@NullMarked
package org.caregate.gateway.proxy;

import org.jspecify.annotations.NullMarked;
