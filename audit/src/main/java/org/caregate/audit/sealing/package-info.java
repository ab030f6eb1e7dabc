/** Sensitive fields at rest: AES-256-GCM under one data key a month, and the keyed hashes they are found by. */
@NullMarked
package org.caregate.audit.sealing;

import org.jspecify.annotations.NullMarked;
