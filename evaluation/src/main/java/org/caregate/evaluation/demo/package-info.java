/** {@code caregate demo}: a configuration, people, clients and a FHIR server to try the program with, on loopback. */
@NullMarked
package org.caregate.evaluation.demo;

import org.jspecify.annotations.NullMarked;
