/** JSON from strangers, read strictly (RFC 8259). */
@NullMarked
package org.caregate.protocol.json;

import org.jspecify.annotations.NullMarked;
