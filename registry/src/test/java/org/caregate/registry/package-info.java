@NullMarked
package org.caregate.registry;

import org.jspecify.annotations.NullMarked;
