/** What can be said for a single entry: whether it stands where the log's key and the anchor vouch for it. */
@NullMarked
package org.caregate.audit.proof;

import org.jspecify.annotations.NullMarked;
