/** Resource servers: the audiences that tokens name (RFC 8707, RFC 9728, SMART's aud). */
@NullMarked
package org.caregate.registry.resource;

import org.jspecify.annotations.NullMarked;
