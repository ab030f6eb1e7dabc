/** Black-box tests against the running program, one package per specification; they share no class with the server. */
@NullMarked
package org.caregate.conformance;

import org.jspecify.annotations.NullMarked;
