/** Revoking what was issued: a token, a grant, or everything of a client or a person (RFC 7009 §1, from the operator's side). */
@NullMarked
package org.caregate.administration.revocation;

import org.jspecify.annotations.NullMarked;
