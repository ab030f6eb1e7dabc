/** Launch context of SMART App Launch 2.2: which patient an app was opened for. */
@NullMarked
package org.caregate.protocol.launch;

import org.jspecify.annotations.NullMarked;
