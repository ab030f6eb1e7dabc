@NullMarked
package org.caregate.policy.compartment;

import org.jspecify.annotations.NullMarked;
