/** Reading the log back as it is stored, in a database or in an export, for recovery, proof and verification. */
@NullMarked
package org.caregate.audit.reading;

import org.jspecify.annotations.NullMarked;
