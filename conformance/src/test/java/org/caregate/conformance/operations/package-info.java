/** What an operator's tools read from the running program. */
@NullMarked
package org.caregate.conformance.operations;

import org.jspecify.annotations.NullMarked;
