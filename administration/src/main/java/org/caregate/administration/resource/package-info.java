/** The APIs that the gateway guards, as configured. */
@NullMarked
package org.caregate.administration.resource;

import org.jspecify.annotations.NullMarked;
