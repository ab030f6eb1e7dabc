/** The canonical entry in other forms: a line for people, JSON for programs. */
@NullMarked
package org.caregate.audit.rendering;

import org.jspecify.annotations.NullMarked;
