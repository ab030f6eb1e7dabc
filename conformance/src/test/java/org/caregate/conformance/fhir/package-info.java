@NullMarked
package org.caregate.conformance.fhir;

import org.jspecify.annotations.NullMarked;
