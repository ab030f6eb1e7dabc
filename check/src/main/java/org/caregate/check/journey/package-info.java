/** The steps of the main job and what each must see. */
@NullMarked
package org.caregate.check.journey;

import org.jspecify.annotations.NullMarked;
