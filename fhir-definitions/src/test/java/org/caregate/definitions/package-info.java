@NullMarked
package org.caregate.definitions;

import org.jspecify.annotations.NullMarked;
