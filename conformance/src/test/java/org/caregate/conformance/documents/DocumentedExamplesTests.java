package org.caregate.conformance.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.caregate.conformance.DemoProcess;
import org.caregate.conformance.RunningDemo;
import org.caregate.conformance.documents.ExampleFolder.Ended;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every block marked {@code sh run} in README.md and below docs does what its document says, in the document's order. */
class DocumentedExamplesTests {
    @TestFactory
    List<DynamicContainer> documentedExamples_run() throws IOException {
        List<DynamicContainer> documents = new ArrayList<>();
        for (Path document : documents()) {
            List<RunnableExample> examples = RunnableExample.of(document, Files.readAllLines(document));
            if (!examples.isEmpty()) {
                documents.add(tests(document, examples));
            }
        }
        assertThat(documents).as("documents with examples that run").isNotEmpty();
        return documents;
    }

    @Test
    void blockThatFailsInTheMiddle_isNoticed() throws Exception {
        List<String> lines = List.of("# Title", "```sh run", "false", "true", "```", "```sh", "exit 3", "```");
        List<RunnableExample> examples = RunnableExample.of(Path.of("x.md"), lines);
        assertThat(examples).containsExactly(new RunnableExample(Path.of("x.md"), 2, "false\ntrue\n"));
        ExampleFolder folder = ExampleFolder.create(RunningDemo.get());
        assertThat(folder.run(examples.getFirst().script()).status()).isNotZero();
        assertThat(folder.run("false | cat").status()).isNotZero();
        assertThat(folder.run("./caregate no-such-command").status()).isEqualTo(2);
        assertThat(folder.run("true").status()).isZero();
    }

    @Test
    void blockThatIsNeverClosed_isNoticed() {
        assertThatThrownBy(() -> RunnableExample.of(Path.of("x.md"), List.of("```sh run", "true")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("x.md:1 is never closed");
    }

    @Test
    void defaultAddressesAndClients_areReplacedByTheCopys_andNothingElse() throws Exception {
        RunningDemo run = RunningDemo.get();
        ExampleFolder folder = ExampleFolder.create(run);
        assertThat(folder.ofTheCopy("https://localhost:9443/fhir demo-backend 18443 demo-backend-1"))
                .isEqualTo(run.demo().fhirBase() + " "
                        + run.demo().client("backend").clientId() + " 18443 demo-backend-1");
    }

    private static DynamicContainer tests(Path document, List<RunnableExample> examples) throws IOException {
        ExampleFolder folder = ExampleFolder.create(RunningDemo.get());
        String name = DemoProcess.root().relativize(document).toString();
        return DynamicContainer.dynamicContainer(
                name,
                examples.stream()
                        .map(example -> DynamicTest.dynamicTest(name + ":" + example.line(), () -> {
                            Ended ended = folder.run(example.script());
                            assertThat(ended.status()).as("%s", ended.said()).isZero();
                        })));
    }

    private static List<Path> documents() throws IOException {
        Path root = DemoProcess.root();
        try (Stream<Path> docs = Files.walk(root.resolve("docs"))) {
            Stream<Path> readme = Stream.of(root.resolve("README.md")).filter(Files::exists);
            return Stream.concat(readme, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }
}
