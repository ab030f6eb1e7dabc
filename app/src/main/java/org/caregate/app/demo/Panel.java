package org.caregate.app.demo;

import com.bastiaanjansen.otp.TOTPGenerator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the demo shows of itself, as plain lines; the terminal's view only adds colour and draws it again. */
public final class Panel {
    private static final long CODE_PERIOD = 30;

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
        this.command = command;
    }

    /** How long what took. */
    public record Timing(String what, Duration took) {}

    /** Addresses, people, what to try; the codes are those of {@code now}. */
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
        lines.add("Who can sign in (codes change in " + secondsLeft(now) + " s)");
        for (DemoPerson person : demo.people()) {
            lines.add("  %-14s password %s   code %s   %s"
                    .formatted(person.username(), person.password(), code(person, now), who(person)));
        }
        lines.add("");
        lines.add("The browser warns of the demo's certificates until it trusts " + demo.ca());
        lines.add("");
        lines.add("Three things to try");
        lines.add("  1. Open " + ports.appUrl() + ", sign in as patient, agree, and see the record.");
        lines.add("  2. Read it as the backend client:");
        lines.addAll(curl());
        lines.add("  3. " + command + " audit search --patient " + patient() + option() + "   then   " + command
                + " audit verify" + option());
        if (!timings.isEmpty()) {
            lines.add("");
            lines.add(timings(timings));
        }
        return lines;
    }

    private List<String> curl() {
        return List.of(
                "     curl --cacert " + demo.ca() + " -H \"Authorization: Bearer $(" + command + " demo token"
                        + option() + ")\" \\",
                "       " + demo.ports().fhirBase() + "/Patient/" + patient());
    }

    private String patient() {
        return demo.person("patient").patients().getFirst();
    }

    /** The commands find the folder {@code .caregate} by themselves. */
    private String option() {
        return folder.equals(Path.of(".caregate").toAbsolutePath().normalize()) ? "" : " --data " + folder;
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
