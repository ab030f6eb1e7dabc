/** Tests of {@code form}. */
@NullMarked
package org.caregate.protocol.form;

import org.jspecify.annotations.NullMarked;
