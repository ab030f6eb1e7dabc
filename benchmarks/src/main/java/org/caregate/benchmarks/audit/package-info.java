/** How many audit entries a second become durable, beside what PostgreSQL itself takes (ADR 0007). */
@NullMarked
package org.caregate.benchmarks.audit;

import org.jspecify.annotations.NullMarked;
