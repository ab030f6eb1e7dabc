/** Looks at a deployment as it stands and says what to mend: files, TLS as negotiated, database, records, log, upstream, machine. */
@NullMarked
package org.caregate.commandline.doctor;

import org.jspecify.annotations.NullMarked;
