/** Many callers that prove nothing: what they may cost everybody else. */
@NullMarked
package org.caregate.conformance.strangers;

import org.jspecify.annotations.NullMarked;
