package org.caregate.app;

import org.caregate.commandline.CaregateCommand;

/** The program: {@code caregate demo | serve | audit | client | revoke}. */
public final class Caregate {
    private Caregate() {}

    /** Runs the command and ends the process with its status. */
    public static void main(String[] arguments) {
        System.exit(CaregateCommand.run(arguments));
    }
}
