package org.caregate.identity.page;

/**
 * One thing to put right in a form.
 *
 * @param field the id of the element it speaks of, to which the summary links
 */
public record FormError(String field, String message) {}
