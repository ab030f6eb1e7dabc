/** Cross-origin access for the registered origins of apps, and nobody else (Fetch standard, CORS protocol). */
@NullMarked
package org.caregate.authorization.cors;

import org.jspecify.annotations.NullMarked;
