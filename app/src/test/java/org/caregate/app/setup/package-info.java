/** Tests of a first start. */
@NullMarked
package org.caregate.app.setup;

import org.jspecify.annotations.NullMarked;
