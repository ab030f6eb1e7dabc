/** The issuer's listener: Spring Boot on Jetty, the protocol's endpoints on one servlet, the pages behind their own chain. */
@NullMarked
package org.caregate.server.http;

import org.jspecify.annotations.NullMarked;
