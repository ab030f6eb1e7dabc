/** The FHIR server behind the gateway: what is sent to it and what is accepted from it. */
@NullMarked
package org.caregate.gateway.upstream;

import org.jspecify.annotations.NullMarked;
