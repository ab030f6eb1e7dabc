@NullMarked
package org.caregate.registry.code;

import org.jspecify.annotations.NullMarked;
