/**
 * Writes the FHIR R4 tables that {@code protocol} and {@code policy} carry: resource types, the Patient compartment and the search
 * parameters. Never on the server's class path. From the root: {@code mvn -pl fhir-definitions compile exec:java}.
 */
@NullMarked
package org.caregate.definitions;

import org.jspecify.annotations.NullMarked;
