/** Tests of the enforcement's parts; the whole is tested through HTTP. */
@NullMarked
package org.caregate.gateway.enforcement;

import org.jspecify.annotations.NullMarked;
