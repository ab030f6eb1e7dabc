@NullMarked
package org.caregate.authorization.flows;

import org.jspecify.annotations.NullMarked;
