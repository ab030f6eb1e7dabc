package org.caregate.commandline.exit;

/** A command that cannot be done as asked; its message is the one line shown. */
public final class CommandRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    private CommandRefused(String message, int status) {
        super(message);
        this.status = status;
    }

    /** Something has to be changed before it can work: exit status 2. */
    public static CommandRefused unusable(String message) {
        return new CommandRefused(message, ExitStatus.USAGE);
    }

    /** It was tried and failed: exit status 1. */
    public static CommandRefused failed(String message) {
        return new CommandRefused(message, ExitStatus.FAILED);
    }

    /** It was not done, for the reason that the exit status names. */
    public static CommandRefused because(int status, String message) {
        return new CommandRefused(message, status);
    }

    public int status() {
        return status;
    }
}
