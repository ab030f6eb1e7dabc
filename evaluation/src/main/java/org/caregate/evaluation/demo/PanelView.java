package org.caregate.evaluation.demo;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** Shows the panel: drawn again every second on a terminal, written once and followed by the log without one. */
public final class PanelView {
    private static final String HOME = "\u001b[H";
    private static final String CLEAR = "\u001b[2J";
    private static final String CLEAR_REST_OF_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";
    private static final String BOLD = "\u001b[1m";
    private static final String PLAIN = "\u001b[0m";
    private static final Pattern DATE = Pattern.compile("^\\d{4}-\\d\\d-\\d\\d ");
    private static final int KEPT = 200;
    private static final int FEWEST_EVENTS = 2;

    private final Panel panel;
    private final List<Panel.Timing> timings;
    private final PrintWriter out;
    private final Clock clock;
    private final boolean terminal;
    private final Deque<String> events = new ArrayDeque<>();
    private boolean headPrinted;
    private TerminalSize drawnFor = new TerminalSize(0, 0);

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
        TerminalSize size = TerminalSize.now();
        // Cleared as a whole only for a new size, so that nothing flickers.
        out.print(size.equals(drawnFor) ? HOME : HOME + CLEAR);
        drawnFor = size;
        List<String> picture = drawn(now, size);
        // No line end after the last row, which would scroll the first one away; and cleared before writing, as
        // clearing after a
        // full row takes its last character.
        for (int i = 0; i < picture.size(); i++) {
            String line = picture.get(i);
            boolean last = i == picture.size() - 1;
            out.print(last || size.height(List.of(line)) > 1 ? CLEAR_BELOW : CLEAR_REST_OF_LINE);
            out.print(emphasised(line) + (last ? "" : "\n"));
        }
        out.flush();
    }

    /** Leaves the cursor below the picture. */
    public void end() {
        if (terminal) {
            out.println();
            out.flush();
        }
    }

    /**
     * The picture for a terminal of that size: the panel, then as many of the newest events as fit. Where there is little room the timings and empty lines go first, then the panel's end.
     */
    List<String> drawn(Instant now, TerminalSize size) {
        int room = size.rows() - FEWEST_EVENTS;
        List<String> picture = head(panel.lines(now, timings), size);
        if (size.height(picture) > room) {
            picture = head(panel.lines(now, List.of()), size);
            picture.removeIf(String::isEmpty);
        }
        while (picture.size() > 1 && size.height(picture) > room) {
            picture.remove(picture.size() - 2);
        }
        int rest = Math.max(0, size.rows() - size.height(picture));
        events.stream()
                .skip(Math.max(0, events.size() - rest))
                .map(event -> "  " + cut(DATE.matcher(event).replaceFirst(""), size.columns() - 2))
                .forEach(picture::add);
        return picture;
    }

    private static List<String> head(List<String> panelLines, TerminalSize size) {
        List<String> head = new ArrayList<>();
        panelLines.forEach(line -> head.addAll(size.wrapped(line)));
        head.add("");
        head.add(cut("The audit log, live   (Ctrl-C stops the demo)", size.columns()));
        return head;
    }

    private static String cut(String text, int columns) {
        return text.length() <= columns ? text : text.substring(0, Math.max(0, columns - 1)) + "…";
    }

    private static String emphasised(String line) {
        return line.isEmpty() || line.startsWith(" ") ? line : BOLD + line + PLAIN;
    }
}
