/** The HTTP side of the pages: controllers, headers, errors (ADR 0010). */
@NullMarked
package org.caregate.identity.pages;

import org.jspecify.annotations.NullMarked;
