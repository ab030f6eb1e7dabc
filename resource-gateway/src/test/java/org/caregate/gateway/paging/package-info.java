@NullMarked
package org.caregate.gateway.paging;

import org.jspecify.annotations.NullMarked;
