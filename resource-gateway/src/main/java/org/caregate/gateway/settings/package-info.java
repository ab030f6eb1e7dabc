/** What the gateway is given: its settings, its limits and the ports it works with. */
@NullMarked
package org.caregate.gateway.settings;

import org.jspecify.annotations.NullMarked;
