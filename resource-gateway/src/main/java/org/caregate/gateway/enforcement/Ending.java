package org.caregate.gateway.enforcement;

/** How a permitted exchange ended. */
sealed interface Ending permits Refused, Ending.Answered {
    /** The answer is out, and recorded. */
    record Answered() implements Ending {}
}
