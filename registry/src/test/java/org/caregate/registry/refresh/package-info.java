@NullMarked
package org.caregate.registry.refresh;

import org.jspecify.annotations.NullMarked;
