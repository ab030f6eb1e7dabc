package org.caregate.conformance.documents;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caregate.conformance.DemoProcess;
import org.caregate.conformance.RunningDemo;

/**
 * A folder in which {@code ./caregate} and {@code .caregate} are those of the running copy. The ports and client ids of a demo with
 * its defaults, which the documents name, are replaced by the copy's.
 */
final class ExampleFolder {
    private static final int MINUTES = 5;

    private final Path folder;
    private final Map<String, String> replaced;
    private final Pattern names;

    private ExampleFolder(Path folder, Map<String, String> replaced) {
        this.folder = folder;
        this.replaced = replaced;
        this.names = Pattern.compile("(?<![\\w-])(" + String.join("|", replaced.keySet()) + ")(?![\\w-])");
    }

    /** How a script ended. */
    record Ended(int status, String said) {}

    static ExampleFolder create(RunningDemo run) throws IOException {
        Path parent = Files.createDirectories(Path.of("target", "examples").toAbsolutePath());
        Path folder = Files.createTempDirectory(parent, "folder");
        Path command = folder.resolve("caregate");
        Files.writeString(command, "#!/bin/sh\nexec '" + DemoProcess.root().resolve("caregate") + "' \"$@\"\n");
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
        Files.createSymbolicLink(
                folder.resolve(".caregate"), run.demoJson().toAbsolutePath().getParent());
        Files.createSymbolicLink(folder.resolve("app"), DemoProcess.root().resolve("app"));
        Map<String, String> replaced = new LinkedHashMap<>();
        replaced.put("8443", port(run.demo().issuer()));
        replaced.put("9443", port(run.demo().fhirBase()));
        replaced.put("9081", port(run.demo().management()));
        replaced.put("7443", port(URI.create(run.demo().client("app").redirectUri())));
        replaced.put("smart-app", run.demo().client("app").clientId());
        replaced.put("demo-confidential", run.demo().client("confidential").clientId());
        replaced.put("demo-backend", run.demo().client("backend").clientId());
        replaced.put("demo-resource-server", run.demo().client("resourceServer").clientId());
        return new ExampleFolder(folder, replaced);
    }

    Ended run(String script) throws IOException, InterruptedException {
        Path said = Files.createTempFile(folder, "said", ".txt");
        Process bash = new ProcessBuilder("bash", "-e", "-o", "pipefail", "-c", ofTheCopy(script))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        bash.getOutputStream().close();
        if (!bash.waitFor(MINUTES, TimeUnit.MINUTES)) {
            bash.descendants().forEach(ProcessHandle::destroyForcibly);
            bash.destroyForcibly();
            return new Ended(-1, Files.readString(said) + "\nnot done after " + MINUTES + " minutes");
        }
        return new Ended(bash.exitValue(), Files.readString(said));
    }

    String ofTheCopy(String script) {
        return names.matcher(script)
                .replaceAll(found -> Matcher.quoteReplacement(replaced.getOrDefault(found.group(), found.group())));
    }

    private static String port(URI address) {
        return Integer.toString(address.getPort());
    }
}
