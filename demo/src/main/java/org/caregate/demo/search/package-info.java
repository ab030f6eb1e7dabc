/**
 * Search over stored resources, driven by one table of search parameters for all types
 * (<a href="https://hl7.org/fhir/R4/search.html">FHIR R4 search</a>).
 */
@NullMarked
package org.caregate.demo.search;

import org.jspecify.annotations.NullMarked;
