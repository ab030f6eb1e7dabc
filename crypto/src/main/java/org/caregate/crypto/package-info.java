/** Signing keys and their rotation, envelope encryption, keyed hashing of credentials; nothing here invents cryptography. */
@NullMarked
package org.caregate.crypto;

import org.jspecify.annotations.NullMarked;
