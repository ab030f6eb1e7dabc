@NullMarked
package org.caregate.crypto.handle;

import org.jspecify.annotations.NullMarked;
