/** The bundled PostgreSQL for evaluation and tests: its binaries, its cluster, and the launcher that keeps it running (ADR 0006). */
@NullMarked
package org.caregate.bundledpostgresql;

import org.jspecify.annotations.NullMarked;
