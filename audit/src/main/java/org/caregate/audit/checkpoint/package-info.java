/** What a log signs: the checkpoints of C2SP tlog-checkpoint as signed notes of C2SP signed-note. */
@NullMarked
package org.caregate.audit.checkpoint;

import org.jspecify.annotations.NullMarked;
