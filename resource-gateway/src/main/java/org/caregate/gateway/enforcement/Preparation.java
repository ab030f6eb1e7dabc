package org.caregate.gateway.enforcement;

/** What the request alone shows of a permitted interaction. */
sealed interface Preparation permits Refused, Prepared {}
