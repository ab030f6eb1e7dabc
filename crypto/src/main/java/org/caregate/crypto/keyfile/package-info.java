/** The key file outside the database: key-encryption keys and the log's checkpoint key (architecture, decisions 5 to 7). */
@NullMarked
package org.caregate.crypto.keyfile;

import org.jspecify.annotations.NullMarked;
