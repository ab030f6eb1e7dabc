/** From committed entries to lanes, each a Merkle log with one live writer, and the root log over their checkpoints. */
@NullMarked
package org.caregate.audit.sequencing;

import org.jspecify.annotations.NullMarked;
