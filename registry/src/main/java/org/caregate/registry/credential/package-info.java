/** What a database holds of a credential: the keyed hash and the version of its key, never the credential. */
@NullMarked
package org.caregate.registry.credential;

import org.jspecify.annotations.NullMarked;
