package org.caregate.gateway.enforcement;

/** What a check found that yields nothing else. */
sealed interface Check permits Refused, Check.Passed {
    /** Nothing is against it. */
    record Passed() implements Check {}
}
