/** SMART App Launch 2.2: discovery, standalone launch, scopes, refresh, backend services, OpenID Connect. */
@NullMarked
package org.caregate.conformance.smart;

import org.jspecify.annotations.NullMarked;
