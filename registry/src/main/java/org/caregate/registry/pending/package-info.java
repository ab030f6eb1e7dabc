/** Authorizations that wait for a person: the question asked and the answers given so far. */
@NullMarked
package org.caregate.registry.pending;

import org.jspecify.annotations.NullMarked;
