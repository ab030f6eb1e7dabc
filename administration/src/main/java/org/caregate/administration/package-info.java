/** The use cases behind the command line and, later, the administration API: values in, values out, each with its audit entry. */
@NullMarked
package org.caregate.administration;

import org.jspecify.annotations.NullMarked;
