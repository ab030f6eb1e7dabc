/**
 * The structure of FHIR R4, and the reader that takes a request's body only where no other reader could understand it differently
 * (FHIR R4, "JSON Representation of Resources", §2.6.2).
 */
@NullMarked
package org.caregate.gateway.structure;

import org.jspecify.annotations.NullMarked;
