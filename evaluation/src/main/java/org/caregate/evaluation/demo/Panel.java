package org.caregate.evaluation.demo;

import com.bastiaanjansen.otp.TOTPGenerator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the demo shows of itself, as plain lines; the terminal's view only adds colour and draws it again. */
public final class Panel {
    /** How a line begins that is to be copied into a shell; such a line is never broken. */
    static final String COMMAND_INDENT = "     ";

    private static final long CODE_PERIOD = 30;

    private static final Path HERE = Path.of("").toAbsolutePath().normalize();

    private final DemoFile demo;
    private final Path folder;
    private final String command;

    /**
     * The panel of that demo.
     *
     * @param command how the reader started it: {@code ./caregate}
     */
    public Panel(DemoFile demo, Path folder, String command) {
        this.demo = demo;
        this.folder = folder;
        this.command = inShell(command);
    }

    /** How long what took. */
    public record Timing(String what, Duration took) {}

    /** Addresses, people, what to try; headings are what begins without a space, and the codes are those of {@code now}. */
    public List<String> lines(Instant now, List<Timing> timings) {
        DemoPorts ports = demo.ports();
        List<String> lines = new ArrayList<>();
        lines.add("Caregate demo, on this machine only");
        lines.add("");
        lines.add("  app            " + ports.appUrl());
        lines.add("  issuer         " + ports.issuerUrl());
        lines.add("  FHIR base      " + ports.fhirBase());
        lines.add("  management     " + ports.managementUrl() + "/readyz, /livez, /metrics");
        lines.add("  audit log key  " + demo.logKey());
        lines.add("");
        lines.add("Who can sign in: name, password, one-time code (new in " + secondsLeft(now) + " s)");
        for (DemoPerson person : demo.people()) {
            lines.add("  %-14s %s  %s  %s"
                    .formatted(person.username(), person.password(), code(person, now), who(person)));
        }
        lines.add("");
        lines.add("Browsers warn of the demo's certificates until they trust " + shown(demo.ca()));
        lines.add("");
        lines.add("Three things to try");
        lines.add("  1. Open " + ports.appUrl() + ", sign in as patient, agree, see the record.");
        lines.add("  2. Read it as the backend client:");
        lines.addAll(curl());
        lines.add("  3. Ask the log who read it, and prove that it has not been changed:");
        lines.add(COMMAND_INDENT + command + " audit search --patient " + patient() + option());
        lines.add(COMMAND_INDENT + command + " audit verify" + option());
        if (!timings.isEmpty()) {
            lines.add("");
            lines.add(timings(timings));
        }
        return lines;
    }

    private List<String> curl() {
        return List.of(
                COMMAND_INDENT + "curl --cacert " + inShell(shown(demo.ca())) + " \\",
                COMMAND_INDENT + "  -H \"Authorization: Bearer $(" + command + " demo token" + option() + ")\" \\",
                COMMAND_INDENT + "  " + demo.ports().fhirBase() + "/Patient/" + patient());
    }

    private String patient() {
        return demo.person("patient").patients().getFirst();
    }

    /** The commands find the folder {@code .caregate} by themselves. */
    private String option() {
        return folder.equals(HERE.resolve(".caregate")) ? "" : " --data " + inShell(shown(folder));
    }

    /** As short as it can be said to someone who is where the demo was started. */
    private static String shown(Path path) {
        return (path.startsWith(HERE) && !path.equals(HERE) ? HERE.relativize(path) : path).toString();
    }

    private static String inShell(String word) {
        return word.matches("[\\w./+:@,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static String who(DemoPerson person) {
        return person.displayName()
                + (person.patients().size() > 1 ? ", " + person.patients().size() + " patients" : "");
    }

    private static String timings(List<Timing> timings) {
        StringBuilder line = new StringBuilder("Started: ");
        for (int i = 0; i < timings.size(); i++) {
            Timing timing = timings.get(i);
            line.append(i == 0 ? "" : ", ")
                    .append(timing.what())
                    .append(" %.1f s".formatted(timing.took().toMillis() / 1000.0));
        }
        return line.toString();
    }

    static long secondsLeft(Instant now) {
        return CODE_PERIOD - now.getEpochSecond() % CODE_PERIOD;
    }

    /** The one-time code of that moment (RFC 6238). */
    public static String code(DemoPerson person, Instant now) {
        return new TOTPGenerator.Builder(person.totpSecret().getBytes(StandardCharsets.US_ASCII))
                .build()
                .at(now);
    }
}
