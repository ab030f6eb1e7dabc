@NullMarked
package org.caregate.administration.client;

import org.jspecify.annotations.NullMarked;
