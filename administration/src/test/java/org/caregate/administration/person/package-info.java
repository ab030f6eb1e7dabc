@NullMarked
package org.caregate.administration.person;

import org.jspecify.annotations.NullMarked;
