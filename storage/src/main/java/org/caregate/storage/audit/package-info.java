/** The audit log's ports on PostgreSQL (ADR 0007). */
@NullMarked
package org.caregate.storage.audit;

import org.jspecify.annotations.NullMarked;
