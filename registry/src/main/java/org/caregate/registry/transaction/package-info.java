/** Transactions, what they commit together with its audit entry (45 CFR 164.312(b)), and what may be used once. */
@NullMarked
package org.caregate.registry.transaction;

import org.jspecify.annotations.NullMarked;
