package org.caregate.identity.consent;

/**
 * A requested scope that will not be granted.
 *
 * @param words what was asked, in words where there are any
 * @param why the reason, in words
 */
public record WithheldScope(String words, String why) {}
