/** Changes people's accounts: roles, names, whether they may sign in at all. */
@NullMarked
package org.caregate.administration.person;

import org.jspecify.annotations.NullMarked;
