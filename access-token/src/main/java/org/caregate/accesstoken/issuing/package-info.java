/** Access tokens are signed here, after the entry that names them is durable (RFC 9068 §2). */
@NullMarked
package org.caregate.accesstoken.issuing;

import org.jspecify.annotations.NullMarked;
