/** The decision on one FHIR request: its facts, its rules, the one combiner that permits, and the reasons it denies for. */
@NullMarked
package org.caregate.policy.decision;

import org.jspecify.annotations.NullMarked;
