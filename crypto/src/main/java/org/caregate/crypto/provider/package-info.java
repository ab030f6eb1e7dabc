/** Which JCA provider signs and verifies: Amazon Corretto's where it loads, else the JDK's (architecture, decision 9). */
@NullMarked
package org.caregate.crypto.provider;

import org.jspecify.annotations.NullMarked;
