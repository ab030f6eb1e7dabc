@NullMarked
package org.caregate.storage.audit;

import org.jspecify.annotations.NullMarked;
