/** Token introspection for registered resource servers, with SMART's fields (RFC 7662). */
@NullMarked
package org.caregate.authorization.introspection;

import org.jspecify.annotations.NullMarked;
