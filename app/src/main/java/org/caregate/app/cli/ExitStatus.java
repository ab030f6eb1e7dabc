package org.caregate.app.cli;

/** What the exit status of every command means. */
final class ExitStatus {
    /** Done, and what was checked is in order. */
    static final int OK = 0;

    /** It failed, or a check found something wrong. */
    static final int FAILED = 1;

    /** The command, the configuration or the machine has to be changed first. */
    static final int USAGE = 2;

    private ExitStatus() {}
}
