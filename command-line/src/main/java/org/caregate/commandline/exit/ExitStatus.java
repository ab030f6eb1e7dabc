package org.caregate.commandline.exit;

/** What the exit status of every command means. */
public final class ExitStatus {
    /** Done, and what was checked is in order. */
    public static final int OK = 0;

    /** It failed, or a check found something wrong. */
    public static final int FAILED = 1;

    /** The command, the configuration or the machine has to be changed first. */
    public static final int USAGE = 2;

    /** Not signed in, or without the right for it. */
    public static final int REFUSED = 3;

    /** There is nothing of that name. */
    public static final int NOT_FOUND = 4;

    /** It cannot be done as things are, or someone changed them meanwhile. */
    public static final int CONFLICT = 5;

    /** The server was not reached, or cannot answer now. */
    public static final int UNREACHABLE = 6;

    private ExitStatus() {}
}
