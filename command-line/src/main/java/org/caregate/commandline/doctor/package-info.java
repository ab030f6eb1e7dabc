/** Checks a deployment as it is and says how to fix what it finds: files, TLS as negotiated, database, records, log, upstream, machine. */
@NullMarked
package org.caregate.commandline.doctor;

import org.jspecify.annotations.NullMarked;
