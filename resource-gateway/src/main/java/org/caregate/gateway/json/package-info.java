/** FHIR JSON read as a stream of tokens, bounded in depth and size, and written again exactly as it was proved. */
@NullMarked
package org.caregate.gateway.json;

import org.jspecify.annotations.NullMarked;
