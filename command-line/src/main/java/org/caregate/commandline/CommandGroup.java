package org.caregate.commandline;

import java.io.PrintWriter;
import org.caregate.commandline.api.CallOptions;
import org.caregate.commandline.api.Calls;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Commands that belong together under one name, which by itself shows what there is. */
@Command(mixinStandardHelpOptions = true, subcommands = HelpCommand.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
abstract class CommandGroup implements Runnable {
    @ParentCommand
    private CaregateCommand root;

    @Spec
    private CommandSpec spec;

    @Override
    public final void run() {
        spec.commandLine().usage(out());
    }

    CaregateCommand root() {
        return root;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** The calls of one command, to where its options say. */
    Calls open(CallOptions options) {
        return root.calls(options, out());
    }
}
