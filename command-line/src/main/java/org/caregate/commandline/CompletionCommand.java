package org.caregate.commandline;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.caregate.commandline.exit.ExitStatus;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what a shell completes the commands with. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the completion script for bash, and for zsh after bashcompinit.",
            "Example: ./caregate completion > /etc/bash_completion.d/caregate"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CompletionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--reference", description = "Print the reference of all commands instead, in Markdown.")
    private boolean reference;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        CommandLine root = spec.root().commandLine();
        out.print(reference ? CommandsReference.of(root) : AutoComplete.bash("caregate", root));
        out.flush();
        return ExitStatus.OK;
    }
}
