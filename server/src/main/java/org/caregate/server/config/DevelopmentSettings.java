package org.caregate.server.config;

/**
 * What only a program on loopback may have.
 *
 * @param demoPeople whether people whose passwords lie in a file may sign in
 */
public record DevelopmentSettings(boolean demoPeople) {
    /** None of it. */
    public static final DevelopmentSettings NONE = new DevelopmentSettings(false);
}
