package org.caregate.app.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Shows the panel: drawn again every second on a terminal, written once and followed by the log without one. */
public final class PanelView {
    private static final String HOME_AND_CLEAR = "\u001b[H\u001b[2J";
    private static final String BOLD = "\u001b[1m";
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";
    private static final int KEPT = 200;

    private final Panel panel;
    private final List<Panel.Timing> timings;
    private final PrintWriter out;
    private final Clock clock;
    private final boolean terminal;
    private final Deque<String> events = new ArrayDeque<>();
    private boolean headPrinted;

    public PanelView(Panel panel, List<Panel.Timing> timings, PrintWriter out, Clock clock, boolean terminal) {
        this.panel = panel;
        this.timings = List.copyOf(timings);
        this.out = out;
        this.clock = clock;
        this.terminal = terminal;
    }

    /** Shows these new lines of the log and, on a terminal, everything as it is now. */
    public void show(List<String> newEvents) {
        Instant now = clock.instant();
        if (!terminal) {
            if (!headPrinted) {
                panel.lines(now, timings).forEach(out::println);
                out.println();
                out.println("The audit log, live");
                headPrinted = true;
            }
            newEvents.forEach(event -> out.println("  " + event));
            out.flush();
            return;
        }
        newEvents.forEach(events::addLast);
        while (events.size() > KEPT) {
            events.removeFirst();
        }
        int[] size = size();
        out.print(HOME_AND_CLEAR);
        drawn(now, size[0], size[1]).forEach(out::println);
        out.flush();
    }

    /** The picture for a terminal of that size: the panel, then as many of the newest events as fit. */
    List<String> drawn(Instant now, int rows, int columns) {
        List<String> picture = new ArrayList<>();
        for (String line : panel.lines(now, timings)) {
            boolean heading = !line.isEmpty() && !line.startsWith(" ");
            picture.add(heading ? BOLD + line + PLAIN : line);
        }
        picture.add("");
        picture.add(BOLD + "The audit log, live" + PLAIN + DIM + "   (Ctrl-C stops the demo)" + PLAIN);
        int room = Math.max(3, rows - picture.size() - 1);
        events.stream()
                .skip(Math.max(0, events.size() - room))
                .map(event -> "  "
                        + (event.length() > columns - 3 ? event.substring(0, Math.max(0, columns - 4)) + "…" : event))
                .forEach(picture::add);
        return picture;
    }

    /** Rows and columns, asked of the terminal itself; the classic ones when it does not say. */
    private static int[] size() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/tty")))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String[] said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ", 2);
            if (stty.waitFor(1, TimeUnit.SECONDS) && said.length == 2) {
                return new int[] {Integer.parseInt(said[0]), Integer.parseInt(said[1])};
            }
        } catch (IOException | NumberFormatException notATerminal) {
            return new int[] {40, 120};
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new int[] {40, 120};
    }
}
