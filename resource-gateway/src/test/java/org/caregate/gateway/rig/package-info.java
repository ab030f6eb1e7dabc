/** A whole gateway on fakes: a hand-made upstream, ports in memory, real TLS, real tokens. */
@NullMarked
package org.caregate.gateway.rig;

import org.jspecify.annotations.NullMarked;
