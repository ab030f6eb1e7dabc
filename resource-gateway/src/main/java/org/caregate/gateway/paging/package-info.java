/** Paging links as sealed handles, bound to the grant and client they were given to. */
@NullMarked
package org.caregate.gateway.paging;

import org.jspecify.annotations.NullMarked;
