package org.caregate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.caregate.commandline.CaregateCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The program with everything that it carries. */
class ProgramTests {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void help_hasTheDemo_first() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).containsSubsequence("Commands:", "demo", "init", "serve", "doctor");
    }

    @Test
    void mistypedOptionOfTheDemo_isStatus2_withOneLineAndAHint() {
        assertThat(run("demo", "--prots-from", "3")).isEqualTo(2);
        assertThat(err.toString().strip()).doesNotContain("\n").contains("--help");
    }

    @Test
    void referenceOfTheCommands_isTheOneInTheDocs() throws Exception {
        assertThat(run("completion", "--reference")).isZero();
        assertThat(out.toString())
                .as("./caregate completion --reference > docs/reference/commands.md")
                .isEqualTo(Files.readString(Path.of("../docs/reference/commands.md")));
    }

    @Test
    void demoWithoutAFhirServer_isStatus2() {
        assertThat(run("demo", "token", "--data", folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("./caregate demo");
    }

    private int run(String... arguments) {
        CommandLine command = CaregateCommand.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
