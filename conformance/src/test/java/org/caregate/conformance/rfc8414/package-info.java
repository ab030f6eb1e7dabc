/** RFC 8414, Authorization Server Metadata, and RFC 9728, Protected Resource Metadata. */
@NullMarked
package org.caregate.conformance.rfc8414;

import org.jspecify.annotations.NullMarked;
