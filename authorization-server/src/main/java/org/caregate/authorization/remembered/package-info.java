/** What was read of the registry a moment ago, for decisions that are confirmed before anything leaves. */
@NullMarked
package org.caregate.authorization.remembered;

import org.jspecify.annotations.NullMarked;
