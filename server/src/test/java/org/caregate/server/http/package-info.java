/** Tests of the issuer's listener. */
@NullMarked
package org.caregate.server.http;

import org.jspecify.annotations.NullMarked;
