package org.caregate.check;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.caregate.check.client.DemoFile;
import org.caregate.check.journey.AuditTrail;
import org.caregate.check.journey.Expectation;
import org.caregate.check.journey.MainJob;

/**
 * Does the main job once and prints each step with what it saw. Exit status: 0 all seen, 1 a step failed, 2 usage.
 *
 * <p>{@code --demo-json FILE --caregate "COMMAND" --verifier "COMMAND"}: the commands are split at newlines, so that paths with
 * blanks survive.
 */
public final class Check {
    private static final String USAGE =
            "usage: caregate-check --demo-json FILE --caregate COMMAND --verifier COMMAND (words of a command apart by newlines)";

    private Check() {}

    /** Runs the check. */
    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (args.length != 6
                || !args[0].equals("--demo-json")
                || !args[2].equals("--caregate")
                || !args[4].equals("--verifier")) {
            out.println(USAGE);
            System.exit(2);
        }
        Path folder = Files.createTempDirectory("caregate-check");
        AuditTrail trail = new AuditTrail(words(args[3]), words(args[5]), folder.resolve("export"));
        System.exit(run(new MainJob(DemoFile.read(Path.of(args[1])), trail), out) ? 0 : 1);
    }

    private static List<String> words(String command) {
        return new ArrayList<>(List.of(command.split("\n")));
    }

    private static boolean run(MainJob job, PrintStream out) {
        int number = 0;
        Map<String, MainJob.Step> steps = job.steps();
        for (Map.Entry<String, MainJob.Step> step : steps.entrySet()) {
            number++;
            String name = "%2d/%d %s".formatted(number, steps.size(), step.getKey());
            long start = System.nanoTime();
            try {
                String saw = step.getValue().run();
                out.printf("ok    %s%n        %s (%d ms)%n", name, saw, (System.nanoTime() - start) / 1_000_000);
            } catch (Expectation.NotMetException e) {
                out.printf("FAILED %s%n        %s%n", name, e.getMessage());
                return false;
            } catch (RuntimeException e) {
                out.printf("FAILED %s%n        %s%n", name, e);
                return false;
            }
        }
        out.printf("All %d steps did what they must.%n", steps.size());
        return true;
    }
}
