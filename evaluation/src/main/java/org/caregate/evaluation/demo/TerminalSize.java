package org.caregate.evaluation.demo;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Rows and columns of a terminal, and what they do to a line. */
record TerminalSize(int rows, int columns) {
    private static final TerminalSize UNKNOWN = new TerminalSize(40, 120);
    private static final String HANGING = "    ";

    /** Asked of the terminal itself, as it may have been resized; a usual size when it does not say. */
    static TerminalSize now() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(Redirect.from(new File("/dev/tty")))
                    .redirectError(Redirect.DISCARD)
                    .start();
            String[] said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ", 2);
            if (stty.waitFor(1, TimeUnit.SECONDS) && said.length == 2) {
                TerminalSize size = new TerminalSize(Integer.parseInt(said[0]), Integer.parseInt(said[1]));
                return size.rows > 0 && size.columns > 0 ? size : UNKNOWN;
            }
        } catch (IOException | NumberFormatException notATerminal) {
            return UNKNOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return UNKNOWN;
    }

    /**
     * The line broken at spaces where it is too wide, its rest indented. A command is left whole: the terminal breaks it without
     * making two lines of it, so that it can be copied.
     */
    List<String> wrapped(String line) {
        if (line.length() <= columns || line.startsWith(Panel.COMMAND_INDENT)) {
            return List.of(line);
        }
        List<String> parts = new ArrayList<>();
        String rest = line;
        while (rest.length() > columns) {
            int firstWord = rest.length() - rest.stripLeading().length();
            int space = rest.lastIndexOf(' ', columns);
            if (space <= firstWord) {
                break; // one long word, which the terminal breaks
            }
            parts.add(rest.substring(0, space).stripTrailing());
            rest = HANGING + rest.substring(space).stripLeading();
        }
        parts.add(rest);
        return parts;
    }

    /** How many rows these lines take. */
    int height(List<String> lines) {
        return lines.stream()
                .mapToInt(line -> Math.max(1, Math.ceilDiv(line.length(), columns)))
                .sum();
    }
}
