/** Scopes: the grammar of SMART App Launch 2.2 (v1 and v2), OpenID Connect's and OAuth's own words. */
@NullMarked
package org.caregate.protocol.scope;

import org.jspecify.annotations.NullMarked;
