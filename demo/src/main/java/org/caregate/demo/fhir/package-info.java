/**
 * The FHIR R4 server behind the gateway: HAPI's server on an in-memory store that keeps every version
 * (<a href="https://hl7.org/fhir/R4/http.html">RESTful API</a>).
 */
@NullMarked
package org.caregate.demo.fhir;

import org.jspecify.annotations.NullMarked;
