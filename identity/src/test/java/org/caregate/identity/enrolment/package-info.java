/** Tests of {@code enrolment}. */
@NullMarked
package org.caregate.identity.enrolment;

import org.jspecify.annotations.NullMarked;
