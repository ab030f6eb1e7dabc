/** What the tests of access tokens share. */
@NullMarked
package org.caregate.accesstoken;

import org.jspecify.annotations.NullMarked;
