@NullMarked
package org.caregate.registry.revocation;

import org.jspecify.annotations.NullMarked;
