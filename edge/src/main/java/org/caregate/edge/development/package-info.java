/** What only a program on loopback may use: the development certificate authority, made by the running JDK's keytool. */
@NullMarked
package org.caregate.edge.development;

import org.jspecify.annotations.NullMarked;
