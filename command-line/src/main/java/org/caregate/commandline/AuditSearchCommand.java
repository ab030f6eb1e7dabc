package org.caregate.commandline;

import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.MalformedEntryException;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.proof.FoundEntry;
import org.caregate.audit.rendering.EntryJson;
import org.caregate.audit.rendering.EntryLine;
import org.caregate.audit.search.AuditQuery;
import org.caregate.commandline.exit.CommandRefused;
import org.caregate.commandline.exit.ExitStatus;
import org.caregate.identity.people.Username;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Finds entries. */
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        description = {
            "Finds entries that match every filter, newest first. Each entry is proved against the newest anchored checkpoint. An entry that is"
                    + " too recent is marked proof=not_yet_anchored; an entry that cannot be proved is marked proof=unproved.",
            "Times are local, with their offset from UTC. Values with spaces or special characters are quoted."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class AuditSearchCommand implements Callable<Integer> {
    @ParentCommand
    private AuditCommand parent;

    @Spec
    private CommandSpec spec;

    @Option(names = "--person", paramLabel = "NAME", description = "User name or opaque id of the person who acted.")
    private @Nullable String person;

    @Option(names = "--patient", paramLabel = "ID", description = "FHIR id of the patient whose record was accessed.")
    private @Nullable String patient;

    @Option(names = "--client", paramLabel = "ID", description = "Client id.")
    private @Nullable String client;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Start (inclusive): 2026-11-23 or 2026-11-23T10:00:00Z.")
    private @Nullable String from;

    @Option(names = "--until", paramLabel = "TIME", description = "End (exclusive).")
    private @Nullable String until;

    @Option(names = "--outcome", paramLabel = "WORD", description = "Outcome: permitted, refused or failed.")
    private @Nullable String outcome;

    @Option(names = "--action", paramLabel = "WORD", description = "Action, such as resource_read or token_issued.")
    private @Nullable String action;

    @Option(names = "--exchange", paramLabel = "ID", description = "The X-Request-Id of a response.")
    private @Nullable String exchange;

    @Option(
            names = "-n",
            paramLabel = "COUNT",
            defaultValue = "50",
            description = "Number of entries, at most 1000 (default: 50).")
    private int count;

    @Option(names = "--json", description = "Print one JSON object per line.")
    private boolean json;

    @Override
    public Integer call() {
        if (count < 1 || count > AuditQuery.MOST) {
            throw CommandRefused.unusable("-n is from 1 to " + AuditQuery.MOST + ".");
        }
        AuditQuery query = AuditQuery.ALL
                .between(TimeOption.parse("--from", from), TimeOption.parse("--until", until))
                .page(null, count);
        query = outcome == null ? query : query.ofOutcome(outcome(outcome));
        query = action == null ? query : query.ofAction(action(action));
        query = patient == null ? query : query.ofPatient(patient);
        query = client == null ? query : query.ofClient(client);
        query = exchange == null ? query : query.ofExchange(exchange);
        PrintWriter out = spec.commandLine().getOut();
        try (Administration administration = parent.open()) {
            query = person == null ? query : query.ofPerson(personId(administration, person));
            List<FoundEntry> found = administration.audit().searching().search(query, administration.operator());
            for (FoundEntry entry : found) {
                out.println(json ? EntryJson.of(entry) : EntryLine.of(entry, ZoneId.systemDefault()));
            }
            out.flush();
            return found.isEmpty() ? ExitStatus.FAILED : ExitStatus.OK;
        }
    }

    /** The opaque id behind a user name; what is no user name is taken for the id itself. */
    static String personId(Administration administration, String name) {
        return Username.parse(name)
                .flatMap(administration.stores().accounts()::findByUsername)
                .map(account -> account.id().value())
                .orElse(name);
    }

    private static Outcome outcome(String word) {
        try {
            return Outcome.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw CommandRefused.unusable("--outcome is permitted, refused or failed.");
        }
    }

    private static Action action(String word) {
        try {
            return Action.ofWord(word.toLowerCase(Locale.ROOT));
        } catch (MalformedEntryException e) {
            throw CommandRefused.unusable("--action is not known; examples: resource_read, token_issued, sign_in.");
        }
    }
}
