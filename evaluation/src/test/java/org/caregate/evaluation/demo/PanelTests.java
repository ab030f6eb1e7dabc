package org.caregate.evaluation.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.caregate.testing.MutableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PanelTests {
    private static final Instant NOW = Instant.ofEpochSecond(59);
    // the secret of RFC 6238 appendix B, base32
    private static final DemoPerson PERSON = new DemoPerson(
            "patient",
            "patient",
            "Pat One",
            "Patient/p1",
            "secret-word",
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
            List.of("p1"));
    private static final DemoFile DEMO =
            new DemoFile(DemoPorts.DEFAULT, Path.of("/data/tls/ca.pem"), "log+key", List.of(PERSON), List.of());

    private final MutableClock clock = MutableClock.at(NOW);
    private final StringWriter out = new StringWriter();

    @Test
    void panel_tellsAddressesPeopleAndWhatToTry() {
        assertThat(String.join("\n", panel().lines(NOW, List.of(new Panel.Timing("ready", Duration.ofMillis(12_340))))))
                .contains("https://127.0.0.1:7443")
                .contains("https://localhost:8443")
                .contains("https://localhost:9443/fhir")
                .contains("  patient        secret-word  287082  Pat One")
                .contains("--cacert /data/tls/ca.pem")
                .contains("./caregate demo token --data /data")
                .contains("https://localhost:9443/fhir/Patient/p1")
                .contains("1. ")
                .contains("3. ")
                .contains("ready 12.3 s");
    }

    @Test
    void code_isTheOneOfTheMoment() {
        assertThat(Panel.code(PERSON, NOW)).isEqualTo("287082"); // RFC 6238 appendix B, last six digits
        assertThat(Panel.secondsLeft(NOW)).isEqualTo(1);
    }

    @Test
    void withoutATerminal_thePanelIsPlainLines_andPrintedOnce() {
        PanelView view = view(false);
        view.show(List.of("first event"));
        view.show(List.of("second event"));
        assertThat(out.toString())
                .doesNotContain("\u001b")
                .containsOnlyOnce("Caregate demo")
                .containsSubsequence("first event", "second event");
    }

    @Test
    void commands_quoteAFolderWithASpace() {
        assertThat(new Panel(DEMO, Path.of("/my data"), "./caregate").lines(NOW, List.of()))
                .anySatisfy(line -> assertThat(line).endsWith("audit verify --data '/my data'"));
    }

    @Test
    void folderBelowTheOneOfTheStart_isShownShort() {
        Path folder = Path.of("elsewhere").toAbsolutePath();
        assertThat(new Panel(DEMO, folder, "./caregate").lines(NOW, List.of()))
                .anySatisfy(line -> assertThat(line).endsWith("audit verify --data elsewhere"));
    }

    @ParameterizedTest
    @CsvSource({"24,80", "30,80", "40,80", "40,100", "40,120", "50,160", "10,40", "8,20"})
    void onATerminal_theNewestEventsFit(int rows, int columns) {
        TerminalSize size = new TerminalSize(rows, columns);
        PanelView view = view(true);
        view.show(IntStream.range(0, 300)
                .mapToObj(i -> "2026-01-02 03:04:05.678 " + i + " " + "x".repeat(300))
                .toList());

        List<String> picture = view.drawn(NOW, size);

        assertThat(size.height(picture)).isLessThanOrEqualTo(rows);
        assertThat(picture.getFirst()).startsWith("Caregate demo");
        assertThat(picture.getLast())
                .startsWith("  03:04:05.678 299")
                .endsWith("…")
                .hasSize(columns);
    }

    @Test
    void onAnOrdinaryTerminal_everythingToTryIsThere() {
        List<String> picture = view(true).drawn(NOW, new TerminalSize(24, 80));

        assertThat(String.join("\n", picture)).contains("287082", "demo token", "audit verify", "The audit log, live");
    }

    @Test
    void wideLine_isBrokenAtSpaces_butACommandIsNot() {
        TerminalSize narrow = new TerminalSize(24, 20);

        assertThat(narrow.wrapped("  name  one two three four five"))
                .containsExactly("  name  one two", "    three four five");
        String command = Panel.COMMAND_INDENT + "./caregate audit search --patient p1";
        assertThat(narrow.wrapped(command)).containsExactly(command);
        assertThat(narrow.height(List.of(command, "short"))).isEqualTo(4);
    }

    private PanelView view(boolean terminal) {
        return new PanelView(panel(), List.of(), new PrintWriter(out), clock, terminal);
    }

    private static Panel panel() {
        return new Panel(DEMO, Path.of("/data"), "./caregate");
    }
}
