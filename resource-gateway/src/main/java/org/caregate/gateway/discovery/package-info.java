/** What anyone may read: CapabilityStatement, SMART configuration, RFC 9728 metadata. */
@NullMarked
package org.caregate.gateway.discovery;

import org.jspecify.annotations.NullMarked;
