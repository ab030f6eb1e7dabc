/** The Merkle tree of RFC 6962 §2: hashes, proofs, and the tiles of C2SP tlog-tiles that it is stored as. */
@NullMarked
package org.caregate.audit.tree;

import org.jspecify.annotations.NullMarked;
