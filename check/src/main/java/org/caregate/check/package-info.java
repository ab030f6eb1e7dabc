/** The main job, done once against a running copy and reported step by step. */
@NullMarked
package org.caregate.check;

import org.jspecify.annotations.NullMarked;
