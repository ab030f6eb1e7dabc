package org.caregate.conformance;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caregate.check.client.DemoFile;

/** {@code ./caregate serve} on the folder that a demo made, with its people and clients, under a changed configuration. */
public final class ServedDemo {
    private static final Pattern UPSTREAM = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/fhir");

    private final DemoProcess demo;
    private final DemoFile file;
    private final FhirServer fhir;
    private final Process process;
    private final Path output;

    /** Serves; {@code change} is made to {@code caregate.yaml} once the demo has stopped. */
    public ServedDemo(Path data, UnaryOperator<String> change) throws Exception {
        this.demo = DemoProcess.start(data, DemoProcess.freePorts());
        demo.awaitReady();
        this.file = demo.demo();
        demo.stop();
        Path yaml = data.resolve("caregate.yaml");
        String before = Files.readString(yaml);
        Matcher upstream = UPSTREAM.matcher(before);
        if (!upstream.find()) {
            throw new AssertionError(before);
        }
        Files.writeString(yaml, change.apply(before));
        this.fhir = new FhirServer(List.of(), data.resolve("secrets/upstream"), Integer.parseInt(upstream.group(1)));
        this.output = Path.of("target", data.getFileName() + "-served.log").toAbsolutePath();
        this.process = new ProcessBuilder(
                        DemoProcess.root().resolve("caregate").toString(), "serve", "--data", data.toString())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(output.toFile()))
                .start();
        process.getOutputStream().close();
    }

    /** What {@code demo.json} tells. */
    public DemoFile file() {
        return file;
    }

    /** The folder. */
    public Path data() {
        return demo.data();
    }

    /** Everything the program has written to standard output and error. */
    public String said() throws IOException {
        return Files.readString(output);
    }

    /** Ends the FHIR server behind it. */
    public void stopUpstream() throws IOException {
        fhir.close();
    }

    /** Ends everything and removes the folder. */
    public void remove() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        fhir.close();
        demo.remove();
    }
}
