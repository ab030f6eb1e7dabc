/** Tests, contracts and in-memory ports of {@code password}. */
@NullMarked
package org.caregate.identity.password;

import org.jspecify.annotations.NullMarked;
