@NullMarked
package org.caregate.audit.tree;

import org.jspecify.annotations.NullMarked;
