/** The policy decision point: pure functions from request, caller and facts to a decision. */
@NullMarked
package org.caregate.policy;

import org.jspecify.annotations.NullMarked;
