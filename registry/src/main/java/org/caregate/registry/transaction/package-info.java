/** Changes that commit together with their audit entries (45 CFR 164.312(b)). */
@NullMarked
package org.caregate.registry.transaction;

import org.jspecify.annotations.NullMarked;
