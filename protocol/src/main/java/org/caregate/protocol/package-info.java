/** The nouns every module shares: identifiers of clients, people and grants. */
@NullMarked
package org.caregate.protocol;

import org.jspecify.annotations.NullMarked;
