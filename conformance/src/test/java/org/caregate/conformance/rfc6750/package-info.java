/** RFC 6750, Bearer Token Usage. */
@NullMarked
package org.caregate.conformance.rfc6750;

import org.jspecify.annotations.NullMarked;
