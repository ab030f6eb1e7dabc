@NullMarked
package org.caregate.protocol.metadata;

import org.jspecify.annotations.NullMarked;
