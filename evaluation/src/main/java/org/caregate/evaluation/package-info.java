/** To try Caregate out: the demo and its command. An installation that serves patients does without this module. */
@NullMarked
package org.caregate.evaluation;

import org.jspecify.annotations.NullMarked;
