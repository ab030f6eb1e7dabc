/** Tests, contracts and in-memory ports of {@code signin}. */
@NullMarked
package org.caregate.identity.signin;

import org.jspecify.annotations.NullMarked;
