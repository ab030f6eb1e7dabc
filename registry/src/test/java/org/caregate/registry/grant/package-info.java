@NullMarked
package org.caregate.registry.grant;

import org.jspecify.annotations.NullMarked;
