/** Searching, verifying and exporting the audit log: what is looked at is itself an entry (45 CFR 164.312(b)). */
@NullMarked
package org.caregate.administration.audit;

import org.jspecify.annotations.NullMarked;
