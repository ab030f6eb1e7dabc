/** What lies outside the database: every root checkpoint with the lane checkpoints it covers, so that an old copy is recognised. */
@NullMarked
package org.caregate.audit.anchor;

import org.jspecify.annotations.NullMarked;
