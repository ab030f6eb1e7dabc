/** Answers to what the authorization server asks: only by the browser that asked, only by the person signed in, only within what was asked. */
@NullMarked
package org.caregate.identity.interaction;

import org.jspecify.annotations.NullMarked;
