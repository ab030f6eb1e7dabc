@NullMarked
package org.caregate.policy.role;

import org.jspecify.annotations.NullMarked;
