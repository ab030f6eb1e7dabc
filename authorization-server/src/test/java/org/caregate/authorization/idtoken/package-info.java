/** Tests of ID tokens that come back as a hint. */
@NullMarked
package org.caregate.authorization.idtoken;

import org.jspecify.annotations.NullMarked;
