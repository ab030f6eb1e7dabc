/** Tests of the issuer's listener. */
@NullMarked
package org.caregate.app.http;

import org.jspecify.annotations.NullMarked;
