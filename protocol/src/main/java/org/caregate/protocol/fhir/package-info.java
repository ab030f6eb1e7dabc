/** FHIR R4 requests: resource types, interactions and search queries, parsed strictly (HL7 FHIR R4, "RESTful API" and "Search"). */
@NullMarked
package org.caregate.protocol.fhir;

import org.jspecify.annotations.NullMarked;
