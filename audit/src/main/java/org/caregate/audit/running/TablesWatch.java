package org.caregate.audit.running;

import java.util.Optional;

/** Looks whether the log's tables are as this program made them: no trigger, rule or policy that could change or hide rows. */
@FunctionalInterface
public interface TablesWatch {
    /** What is different, in a line; empty when nothing is. */
    Optional<String> objection();
}
