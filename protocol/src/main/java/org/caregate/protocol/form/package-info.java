/** The encoding of forms and queries, read strictly (RFC 3986 §2.1, RFC 6749 appendix B). */
@NullMarked
package org.caregate.protocol.form;

import org.jspecify.annotations.NullMarked;
