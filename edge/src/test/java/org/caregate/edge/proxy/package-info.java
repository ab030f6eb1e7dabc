@NullMarked
package org.caregate.edge.proxy;

import org.jspecify.annotations.NullMarked;
