@NullMarked
package org.caregate.administration.api;

import org.jspecify.annotations.NullMarked;
