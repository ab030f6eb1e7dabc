@NullMarked
package org.caregate.policy.decision;

import org.jspecify.annotations.NullMarked;
