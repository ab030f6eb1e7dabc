@NullMarked
package org.caregate.protocol.scope;

import org.jspecify.annotations.NullMarked;
