/** A log as files, laid out as C2SP tlog-tiles says, that can be verified without the server. */
@NullMarked
package org.caregate.audit.export;

import org.jspecify.annotations.NullMarked;
