/** Accounts of people and what authorization may know of them (45 CFR 164.312(a)(2)(i), unique user identification). */
@NullMarked
package org.caregate.identity.people;

import org.jspecify.annotations.NullMarked;
