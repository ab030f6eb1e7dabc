package org.caregate.conformance.documents;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A fenced block that is marked {@code sh run}.
 *
 * @param line of the fence in the document, from 1
 */
record RunnableExample(Path document, int line, String script) {
    private static final String OPENING = "```sh run";
    private static final String CLOSING = "```";

    /** The blocks of a document, in its order. */
    static List<RunnableExample> of(Path document, List<String> lines) {
        List<RunnableExample> examples = new ArrayList<>();
        StringBuilder script = new StringBuilder();
        int opened = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).stripTrailing();
            if (opened == 0) {
                opened = line.equals(OPENING) ? i + 1 : 0;
            } else if (line.equals(CLOSING)) {
                examples.add(new RunnableExample(document, opened, script.toString()));
                script.setLength(0);
                opened = 0;
            } else {
                script.append(lines.get(i)).append('\n');
            }
        }
        if (opened != 0) {
            throw new IllegalArgumentException(document + ":" + opened + " is never closed");
        }
        return examples;
    }
}
