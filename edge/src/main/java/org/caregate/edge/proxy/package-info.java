/** Connections that come through a TCP balancer, with the address of the caller in a PROXY protocol header (HAProxy, versions 1 and 2). */
@NullMarked
package org.caregate.edge.proxy;

import org.jspecify.annotations.NullMarked;
