/** Tests, contracts and in-memory ports of {@code session}. */
@NullMarked
package org.caregate.identity.session;

import org.jspecify.annotations.NullMarked;
