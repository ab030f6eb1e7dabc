/** People as the protocol sees them; their credentials are the identity module's. */
@NullMarked
package org.caregate.registry.person;

import org.jspecify.annotations.NullMarked;
