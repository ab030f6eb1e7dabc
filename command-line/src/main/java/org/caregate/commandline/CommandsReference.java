package org.caregate.commandline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The reference of the command line, from its definition. */
final class CommandsReference {
    private final StringBuilder text = new StringBuilder();

    private CommandsReference() {}

    static String of(CommandLine root) {
        CommandsReference reference = new CommandsReference();
        reference.head(root.getCommandSpec());
        reference.commands(root.getCommandSpec());
        return reference.text.toString();
    }

    private void head(CommandSpec root) {
        text.append("""
                # Reference: the command line

                Written by `./caregate completion --reference`; a test holds it to the program. Every command also takes `--help`, `--data` (the demo's folder)
                and `--config` (a configuration); on the server's machine commands work there by themselves, elsewhere after `./caregate login` or
                with `--client` and `--key` ([guide](../guides/platform-engineer.md#administer)).

                | exit status | means |
                | --- | --- |
                """);
        root.usageMessage()
                .exitCodeList()
                .forEach((status, meaning) -> text.append("| ")
                        .append(status)
                        .append(" | ")
                        .append(meaning)
                        .append(" |\n"));
    }

    private void commands(CommandSpec spec) {
        List<CommandLine> subcommands = spec.subcommands().values().stream()
                .distinct()
                .filter(command -> !command.getCommandName().equals("help"))
                .toList();
        if (spec.parent() != null) {
            command(spec, subcommands.isEmpty());
        }
        subcommands.forEach(command -> commands(command.getCommandSpec()));
    }

    private void command(CommandSpec spec, boolean leaf) {
        int depth = spec.qualifiedName(" ").split(" ").length;
        text.append('\n')
                .append("#".repeat(depth))
                .append(" ./")
                .append(spec.qualifiedName(" "))
                .append(leaf ? parameters(spec) : "")
                .append("\n\n")
                .append(Arrays.stream(spec.usageMessage().description())
                        .map(line -> line.startsWith("Example: ") ? "Example: `" + line.substring(9) + "`" : line)
                        .collect(Collectors.joining("\n\n")))
                .append('\n');
        List<ArgSpec> arguments = arguments(spec);
        if (!arguments.isEmpty()) {
            text.append("\n| | |\n| --- | --- |\n");
            arguments.forEach(argument -> text.append("| `")
                    .append(name(argument))
                    .append("` | ")
                    .append(description(argument).replace("|", "\\|"))
                    .append(" |\n"));
        }
    }

    private static String parameters(CommandSpec spec) {
        return spec.positionalParameters().stream()
                .map(parameter ->
                        " " + parameter.paramLabel() + (parameter.arity().max() > 1 ? "…" : ""))
                .collect(Collectors.joining());
    }

    private static List<ArgSpec> arguments(CommandSpec spec) {
        List<ArgSpec> all = new ArrayList<>(spec.positionalParameters());
        spec.options().stream()
                .filter(option ->
                        !option.inherited() && !option.usageHelp() && !option.versionHelp() && !option.hidden())
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .forEach(all::add);
        return all;
    }

    private static String description(ArgSpec argument) {
        Iterable<String> candidates = argument.completionCandidates();
        String text = String.join(" ", argument.description());
        return candidates == null ? text : text.replace("${COMPLETION-CANDIDATES}", String.join(", ", candidates));
    }

    private static String name(ArgSpec argument) {
        return switch (argument) {
            case OptionSpec option when option.arity().max() == 0 -> option.longestName();
            case OptionSpec option -> option.longestName() + " " + option.paramLabel();
            case PositionalParamSpec parameter -> parameter.paramLabel();
            default -> throw new IllegalStateException("an argument is an option or a parameter");
        };
    }
}
