/** The distribution's PostgreSQL package, over TLS, as an organisation's own server would be. */
@NullMarked
package org.caregate.storage.distribution;

import org.jspecify.annotations.NullMarked;
