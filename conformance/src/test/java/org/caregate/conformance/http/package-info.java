/** HTTP itself on each listener: messages that are none, and what every answer carries. */
@NullMarked
package org.caregate.conformance.http;

import org.jspecify.annotations.NullMarked;
