/** Sealed handles: state that a client carries for us, readable and changeable by no one but the deployment's own nodes. */
@NullMarked
package org.caregate.crypto.handle;

import org.jspecify.annotations.NullMarked;
