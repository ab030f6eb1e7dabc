/** AES-256-GCM envelopes for what the database may not read (NIST SP 800-38D). */
@NullMarked
package org.caregate.crypto.envelope;

import org.jspecify.annotations.NullMarked;
