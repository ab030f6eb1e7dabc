@NullMarked
package org.caregate.registry.pending;

import org.jspecify.annotations.NullMarked;
