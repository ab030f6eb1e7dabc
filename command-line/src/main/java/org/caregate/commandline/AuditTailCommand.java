package org.caregate.commandline;

import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.caregate.audit.proof.FoundEntry;
import org.caregate.audit.rendering.EntryLine;
import org.caregate.audit.search.AuditQuery;
import org.caregate.audit.search.AuditSearch;
import org.caregate.audit.search.TailPosition;
import org.caregate.commandline.exit.CommandRefused;
import org.caregate.commandline.exit.ExitStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows the newest entries, and what follows. */
@Command(name = "tail", mixinStandardHelpOptions = true, description = "Shows the newest entries, one line each.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class AuditTailCommand implements Callable<Integer> {
    private static final int PART = 500;

    @ParentCommand
    private AuditCommand parent;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "-n",
            paramLabel = "COUNT",
            defaultValue = "20",
            description = "Number of entries, at most 1000 (default: 20).")
    private int count;

    @Option(
            names = {"-f", "--follow"},
            description = "Keep printing new entries until interrupted.")
    private boolean follow;

    @Override
    public Integer call() throws InterruptedException {
        if (count < 1 || count > AuditQuery.MOST) {
            throw CommandRefused.unusable("-n is from 1 to " + AuditQuery.MOST + ".");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Administration administration = parent.open()) {
            TailPosition position = administration.audit().searching().follow(administration.operator());
            AuditSearch search = administration.audit().search();
            List<FoundEntry> newest = search.find(AuditQuery.ALL.page(null, count));
            Set<UUID> shown = newest.stream().map(FoundEntry::id).collect(Collectors.toSet());
            print(out, newest.reversed());
            while (follow) {
                AuditSearch.Followed followed = search.follow(position, PART);
                position = followed.position();
                print(
                        out,
                        followed.entries().stream()
                                .filter(entry ->
                                        !shown.contains(entry.id())) // stored, but not yet placed when it was found
                                .toList());
                Thread.sleep(followed.entries().isEmpty() ? 250 : 0);
            }
        }
        return ExitStatus.OK;
    }

    private static void print(PrintWriter out, List<FoundEntry> entries) {
        entries.forEach(entry -> out.println(EntryLine.of(entry, ZoneId.systemDefault())));
        out.flush();
    }
}
