/** Runs what the documents tell a reader to type. */
@NullMarked
package org.caregate.conformance.documents;

import org.jspecify.annotations.NullMarked;
