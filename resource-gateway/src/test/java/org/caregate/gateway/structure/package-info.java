/** Bodies held against FHIR's structure. */
@NullMarked
package org.caregate.gateway.structure;

import org.jspecify.annotations.NullMarked;
