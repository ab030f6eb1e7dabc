/** Adding people and giving them their two factors (45 CFR 164.312(a)(2)(i), 164.308(a)(5)(ii)(D)). */
@NullMarked
package org.caregate.identity.enrolment;

import org.jspecify.annotations.NullMarked;
