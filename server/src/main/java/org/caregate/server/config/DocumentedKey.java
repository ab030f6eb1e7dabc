package org.caregate.server.config;

/**
 * One key as the reader asks for it: what the reference says is what the program does.
 *
 * @param path such as {@code listeners.gateway.port}; {@code []} after a list
 * @param kind what may be given
 * @param otherwise what is taken when it is left out; {@code required} or {@code optional} when nothing is
 * @param means what it is for
 */
public record DocumentedKey(String path, String kind, String otherwise, String means) {}
