/**
 * The demo's own process: a FHIR R4 server with made-up patients and the SMART app that reads them through Caregate
 * (<a href="https://hl7.org/fhir/R4/http.html">FHIR R4 RESTful API</a>).
 */
@NullMarked
package org.caregate.demo;

import org.jspecify.annotations.NullMarked;
