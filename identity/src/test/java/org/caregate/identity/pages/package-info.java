/** Tests of {@code pages}. */
@NullMarked
package org.caregate.identity.pages;

import org.jspecify.annotations.NullMarked;
