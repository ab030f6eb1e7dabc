/**
 * The tamper-evident audit log: what others write to ({@link AuditLog}) and the proof that it was written ({@link AuditReceipt}).
 *
 * @see <a href="https://www.ecfr.gov/current/title-45/section-164.312">45 CFR 164.312(b), audit controls</a>
 */
@NullMarked
package org.caregate.audit;

import org.jspecify.annotations.NullMarked;
