@NullMarked
package org.caregate.audit.search;

import org.jspecify.annotations.NullMarked;
