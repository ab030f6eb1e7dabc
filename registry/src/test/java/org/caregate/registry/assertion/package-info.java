@NullMarked
package org.caregate.registry.assertion;

import org.jspecify.annotations.NullMarked;
