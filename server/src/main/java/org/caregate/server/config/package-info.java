/**
 * {@code caregate.yaml} and {@code roles.yaml}: read strictly, every problem reported together with its line, into one
 * validated record per capability.
 */
@NullMarked
package org.caregate.server.config;

import org.jspecify.annotations.NullMarked;
