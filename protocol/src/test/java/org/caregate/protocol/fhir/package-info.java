@NullMarked
package org.caregate.protocol.fhir;

import org.jspecify.annotations.NullMarked;
