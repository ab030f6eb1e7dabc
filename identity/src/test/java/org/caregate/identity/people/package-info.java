/** Tests, contracts and in-memory ports of {@code people}. */
@NullMarked
package org.caregate.identity.people;

import org.jspecify.annotations.NullMarked;
